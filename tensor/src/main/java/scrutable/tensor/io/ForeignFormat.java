package scrutable.tensor.io;

import java.nio.charset.StandardCharsets;

/// Files of other formats that are often taken for one of ours, known by their first bytes: so that an error
/// can say what the file is and what to do with it.
final class ForeignFormat {
  /// As many first bytes as [#hint] looks at.
  static final int HEAD = 128;

  private static final int ZIP_NAME_LENGTH = 26;
  private static final int ZIP_NAME = 30;

  private ForeignFormat() {}

  /// What a file that begins so probably is and how to turn it into something that is read, beginning with
  /// `"; "`; empty if that is not known.
  static String hint(byte[] head) {
    if (begins(head, 'P', 'K', 3, 4)) {
      return "; " + zip(head);
    }
    if (begins(head, 0x80) && head.length > 1 && head[1] >= 2 && head[1] <= 5) {
      return "; it is a Python pickle, which can run code when it is read: in Python, write the arrays with"
          + " numpy.save or safetensors";
    }
    if (begins(head, 0x1F, 0x8B)) {
      return "; it is compressed with gzip: unpack it with gunzip";
    }
    if (begins(head, 0x89, 'H', 'D', 'F')) {
      return "; it is an HDF5 file, as Keras and MATLAB write: in Python, write the arrays with numpy.save or"
          + " safetensors";
    }
    if (begins(head, 0x93, 'N', 'U', 'M', 'P', 'Y')) {
      return "; it is an array of NumPy (.npy)";
    }
    if (begins(head, 0xEF, 0xBB, 0xBF)) {
      return "; it is a text with a byte order mark: save it as UTF-8 without one";
    }
    if (begins(head, 0xFF, 0xFE) || begins(head, 0xFE, 0xFF)) {
      return "; it is a text in UTF-16: save it as UTF-8";
    }
    return "";
  }

  /// The name of the first member tells NumPy's archives from PyTorch's.
  private static String zip(byte[] head) {
    int length = head.length < ZIP_NAME ? 0 : head[ZIP_NAME_LENGTH] & 0xFF;
    int end = Math.min(ZIP_NAME + length, head.length);
    String name = end <= ZIP_NAME ? "" : new String(head, ZIP_NAME, end - ZIP_NAME, StandardCharsets.ISO_8859_1);
    if (name.endsWith(".npy")) {
      return "it is an archive of arrays (.npz): unpack it with unzip, and read the .npy files in it";
    }
    if (name.endsWith("/data.pkl")) {
      return "it is a file of torch.save (.pt, .pth), which can run code when it is read: in Python,"
          + " safetensors.torch.save_file(torch.load(PATH, weights_only=True), \"model.safetensors\")";
    }
    return "it is a ZIP archive (.npz, .pt, .zip): unpack it, or write the arrays with numpy.save or"
        + " safetensors";
  }

  private static boolean begins(byte[] head, int... bytes) {
    if (head.length < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((head[i] & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
