"""The default engine: a Whoosh index read through mapped arrays beside it."""
