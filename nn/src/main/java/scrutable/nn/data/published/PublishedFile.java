package scrutable.nn.data.published;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A file that somebody published and that never changes: known by its length and its SHA-256.
///
/// @param folder the folder it lies in, on our disks; also names the mirrors it comes from
/// @param name its name, there and on the mirrors
/// @param bytes its exact length
/// @param sha256 the hash of its content, 64 hexadecimal digits
record PublishedFile(String folder, String name, long bytes, String sha256) {

  /// Where the file belongs below a root folder.
  Path in(Path root) {
    return root.resolve(folder).resolve(name);
  }

  /// Folder and name, as in `mnist/train-images-idx3-ubyte.gz`.
  String path() {
    return folder + "/" + name;
  }

  /// Checks that a file on the disk is this one, to the last bit.
  ///
  /// @throws IOException if it is not, naming what differs
  void verify(Path file) throws IOException {
    long length = Files.size(file);
    if (length != bytes) {
      throw new IOException(notThisFile(file, "it has " + length + " bytes instead of " + bytes));
    }
    MessageDigest digest = newDigest();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    String found = HexFormat.of().formatHex(digest.digest());
    if (!found.equals(sha256)) {
      throw new IOException(notThisFile(file, "its SHA-256 is " + found + " instead of " + sha256));
    }
  }

  private static String notThisFile(Path file, String difference) {
    return file + " is damaged or not the published file: " + difference
        + ". Delete it (it is then fetched again where that is possible) or put a good copy in its place";
  }

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have SHA-256", e);
    }
  }
}
