#!/usr/bin/env -S python3 -P
"""Writes how each country groups its telephone numbers, from the metadata of libphonenumber.

    pip install phonenumbers && .ci/generate/phone_formats.py

gives src/mail/phone/formats.tsv (country code, how the national number starts, sizes of the groups, the written form)
and tests/mail/phone-examples.tsv (a number and how libphonenumber writes it).
"""
import pathlib
import re

import phonenumbers
from phonenumbers.phonemetadata import PhoneMetadata

top = pathlib.Path(__file__).resolve().parents[2]


def sizes(pattern):
    groups = re.findall(r"\(\\d(?:\{(\d+)(?:,(\d+))?\})?\)", pattern)
    assert "".join(f"(\\d{'{' + low + (',' + high if high else '') + '}' if low else ''})" for low, high in groups) == pattern, pattern
    return " ".join(f"{low or 1}-{high}" if high else low or "1" for low, high in groups)


rows, examples = [], []
kinds = [phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.TOLL_FREE, phonenumbers.PhoneNumberType.MOBILE,
         phonenumbers.PhoneNumberType.SHARED_COST, phonenumbers.PhoneNumberType.VOIP]
for code in sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE):
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[code]
    main = PhoneMetadata.metadata_for_nongeo_region(code) if regions[0] == "001" else PhoneMetadata.metadata_for_region(regions[0])
    for form in main.intl_number_format or main.number_format:
        if form.format == "NA":
            continue
        starts = form.leading_digits_pattern[-1] if form.leading_digits_pattern else ""
        rows.append("\t".join([str(code), starts, sizes(form.pattern), re.sub(r"\\(\d)", r"$\1", form.format)]))
    for region in regions:
        for kind in kinds:
            number = phonenumbers.example_number_for_type(region, kind)
            if number:
                written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
                examples.append(f"{phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)}\t{written}")
head = f"# Made by .ci/generate/phone_formats.py from the metadata of libphonenumber {phonenumbers.__version__} (Apache License 2.0).\n"
(top / "src/mail/phone/formats.tsv").write_text(head + "\n".join(rows) + "\n")
(top / "tests/mail/phone-examples.tsv").write_text(head + "\n".join(sorted(set(examples))) + "\n")
