"""Workbooks under a password, as Excel and LibreOffice write them."""

from __future__ import annotations

import base64
import hashlib
import io
import struct
import zipfile

import openpyxl
import xlwt
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.hostile.containers import compound

PASSWORD = "비밀"
SPINS = 1000
"""Excel hashes a password 100,000 times; tests need not wait for that."""
# What is hashed with the password for each purpose (MS-OFFCRYPTO 2.3.4.11 to 2.3.4.14).
_VERIFIER, _VERIFIED, _KEY = (
    bytes.fromhex(block) for block in ("fea7d2763b4b9e79", "d7aa0f6d3061344e", "146e0be7abacd0d6")
)
_MAC_KEY, _MAC = bytes.fromhex("5fb2ad010cb9e1f6"), bytes.fromhex("a0677f02b22c8433")


def plain_workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["이름", "값"])
    book.active.append(["가", 1])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsx(content: bytes | None = None) -> bytes:
    """A workbook in agile encryption: AES-256, SHA-512; the password is `PASSWORD`."""
    content = plain_workbook() if content is None else content
    salt, key_salt, key = (hashlib.sha512(word).digest() for word in (b"salt", b"key salt", b"key"))
    salt, key_salt, key = salt[:16], key_salt[:16], key[:32]
    spun = hashlib.sha512(key_salt + PASSWORD.encode("utf-16-le")).digest()
    for number in range(SPINS):
        spun = hashlib.sha512(struct.pack("<I", number) + spun).digest()

    def by_password(purpose: bytes, data: bytes) -> str:
        return _base64(_aes(hashlib.sha512(spun + purpose).digest()[:32], key_salt, data))

    package = struct.pack("<Q", len(content))
    for number, begin in enumerate(range(0, len(content), 4096)):
        start = hashlib.sha512(salt + struct.pack("<I", number)).digest()[:16]
        package += _aes(key, start, content[begin : begin + 4096])
    verifier, mac_key = b"sixteen bytes of", hashlib.sha512(b"mac").digest()
    mac = _hmac(mac_key, package)

    def by_key(purpose: bytes, data: bytes) -> str:
        return _base64(_aes(key, hashlib.sha512(salt + purpose).digest()[:16], data))

    kind = 'blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512"'
    info = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password">
<keyData saltSize="16" {kind} saltValue="{_base64(salt)}"/>
<dataIntegrity encryptedHmacKey="{by_key(_MAC_KEY, mac_key)}" encryptedHmacValue="{by_key(_MAC, mac)}"/>
<keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password">
<p:encryptedKey spinCount="{SPINS}" saltSize="16" {kind} saltValue="{_base64(key_salt)}" encryptedVerifierHashInput="{by_password(_VERIFIER, verifier)}" encryptedVerifierHashValue="{by_password(_VERIFIED, hashlib.sha512(verifier).digest())}" encryptedKeyValue="{by_password(_KEY, key)}"/>
</keyEncryptor></keyEncryptors></encryption>"""
    head = struct.pack("<HHI", 4, 4, 0x40)
    # Padded with blanks, which XML passes over: a smaller stream would stand in smaller sectors.
    return compound({"EncryptionInfo": head + info.encode().ljust(4096), "EncryptedPackage": package})


def xls() -> bytes:
    """An old workbook with a FILEPASS record (RC4) after the beginning of its stream."""
    book = xlwt.Workbook()
    book.add_sheet("Sheet1").write(0, 0, "이름")
    stream = book.get_biff_data()
    first = 4 + struct.unpack_from("<H", stream, 2)[0]
    file_pass = struct.pack("<HHHHH", 0x2F, 54, 1, 1, 1) + bytes(48)
    return compound({"Workbook": stream[:first] + file_pass + stream[first:]})


def ods() -> bytes:
    """An OpenDocument sheet whose manifest tells how its content was encrypted (AES-256, PBKDF2), as LibreOffice does."""
    salt, start = b"0123456789abcdef", bytes(range(16))
    key = hashlib.pbkdf2_hmac("sha1", hashlib.sha256(PASSWORD.encode()).digest(), salt, SPINS, 32)
    content = b"<office:document-content/>"
    locked = _aes(key, start, content)
    manifest = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml" manifest:size="{len(content)}">
<manifest:encryption-data manifest:checksum-type="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0#sha256-1k" manifest:checksum="{_base64(hashlib.sha256(content).digest())}">
<manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc" manifest:initialisation-vector="{_base64(start)}"/>
<manifest:start-key-generation manifest:start-key-generation-name="http://www.w3.org/2000/09/xmldsig#sha256" manifest:key-size="32"/>
<manifest:key-derivation manifest:key-derivation-name="PBKDF2" manifest:key-size="32" manifest:iteration-count="{SPINS}" manifest:salt="{_base64(salt)}"/>
</manifest:encryption-data></manifest:file-entry></manifest:manifest>"""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", locked)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def _aes(key: bytes, start: bytes, data: bytes) -> bytes:
    data += bytes(-len(data) % 16)
    made = Cipher(algorithms.AES(key), modes.CBC(start)).encryptor()
    return made.update(data) + made.finalize()


def _hmac(key: bytes, data: bytes) -> bytes:
    import hmac

    return hmac.digest(key, data, "sha512")


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
