"""Writes the .npy files of this folder. Run once: python3 make_npy.py; see PROVENANCE.md."""
import io
import numpy as np


def save(name, array, version=None):
    stream = io.BytesIO()
    if version is None:
        np.save(stream, array, allow_pickle=True)
    else:
        np.lib.format.write_array(stream, array, version=version)
    with open(name + ".npy", "wb") as file:
        file.write(stream.getvalue())


halves = np.arange(6).reshape(2, 3) / 2 - 1  # -1, -0.5, 0, 0.5, 1, 1.5
save("f4", halves.astype("<f4"))
save("f4_fortran", np.asfortranarray(halves.astype("<f4")))
save("f4_big_endian", halves.astype(">f4"))
save("f8", halves.astype("<f8"))
save("f8_big_endian_fortran_rank_3", np.asfortranarray(np.arange(24).reshape(2, 3, 4).astype(">f8")))
save("f4_special", np.array([np.nan, np.inf, -np.inf, -0.0, 1e-45, 3.4028235e38], "<f4"))
save("i4", np.array([[-2147483648, -1], [0, 2147483647]], "<i4"))
save("i4_big_endian", np.array([[-2147483648, -1], [0, 2147483647]], ">i4"))
save("i8", np.array([-2147483648, -1, 2147483647], "<i8"))
save("i8_big_endian", np.array([-2147483648, -1, 2147483647], ">i8"))
save("i8_too_large", np.array([7, 2147483648], "<i8"))
save("u1", np.array([0, 1, 127, 128, 255], "u1"))
save("f8_rank_0", np.array(3.5))
save("i4_rank_0", np.array(-7, "<i4"))
save("f4_empty", np.zeros((0, 3), "<f4"))
save("f4_empty_rank_15", np.zeros((0,) + (1,) * 14, "<f4"))  # the padding of its header is the longest
save("f8_empty_fortran", np.zeros((2, 0, 3), "<f8", order="F"))
save("f4_version_2", halves.astype("<f4"), (2, 0))
save("f4_version_3", halves.astype("<f4"), (3, 0))
save("unsupported_b1", np.array([True, False]))
save("unsupported_f2", np.array([1], "<f2"))
save("unsupported_i2", np.array([1], "<i2"))
save("unsupported_u4", np.array([1], "<u4"))
save("unsupported_c8", np.array([1], "<c8"))
save("unsupported_text", np.array(["abc"]))
save("unsupported_structured", np.array([(1, 2.0)], [("a", "<i4"), ("b", "<f4")]))
save("unsupported_object", np.array([None]))
