"""The decoder: installed model packages run by CTranslate2, one module for each family of models."""

from translate_pipeline.translation.decoding.package_engine import PackageEngine

__all__ = ["PackageEngine"]
