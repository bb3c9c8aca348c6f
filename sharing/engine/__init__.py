"""The decision engine: may this asker see this document? Pure functions of facts.

Standard library and `consents.vocabulary`, `consents.calendar` only: no clock, no database, no
network, no setting. `decide.py` is the order of questions, for a lawyer to read.
"""
