"""Decoding on other machines, through dask.distributed."""
