"""What is wrong, in sentences."""


class DataError(ValueError):
    """The raw tables hold faults; `faults` lists them, one clear sentence each."""

    def __init__(self, faults: list[str]):
        self.faults = faults
        super().__init__("\n".join(faults))
