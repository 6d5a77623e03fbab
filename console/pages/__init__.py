"""The screens, a module each: from a path to records and a template."""
