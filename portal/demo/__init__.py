"""The demonstration: invented people and their story, made by playing the services, as any other software would.

Nobody here exists. Identifiers belong to the test systems and have correct keys.
"""
