"""What the commands do, one module a stage: the rooms of the program put in a row for a project."""
