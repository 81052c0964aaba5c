"""The compiled engine: histories packed as arrays, in memory and in files; the catalogue as
tables; and the kernels that read both."""
