"""The wording of each language; `en` and `zh` are equals with the same functions."""
