package scrutable.tensor.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All or nothing: after every outcome the directory holds the old file or the new one, and nothing else.
class AtomicFileTest {
  @TempDir Path directory;

  @Test
  void aNewFileAppearsWithItsContent() throws IOException {
    Path file = directory.resolve("new.txt");
    AtomicFile.write(file, out -> out.write(bytes("content")));
    assertEquals("content", Files.readString(file));
    assertOnlyFile(file);
  }

  @Test
  void anOldFileIsReplacedOnlyWhenEverythingIsWritten() throws IOException {
    Path file = directory.resolve("file.txt");
    Files.writeString(file, "old");
    AtomicFile.write(file, out -> {
      out.write(bytes("new"));
      out.flush();
      assertEquals("old", Files.readString(file), "while the new content is being written");
    });
    assertEquals("new", Files.readString(file));
    assertOnlyFile(file);
  }

  @Test
  void aFullDiskLeavesTheOldFileAndNoRest() throws IOException {
    Path file = directory.resolve("file.txt");
    Files.writeString(file, "old");
    var error = assertThrows(IOException.class, () -> AtomicFile.write(file, out -> {
      out.write(new byte[100_000]);
      throw new IOException("No space left on device");
    }));
    assertEquals("cannot write " + file + ": No space left on device", error.getMessage());
    assertEquals("old", Files.readString(file));
    assertOnlyFile(file);
  }

  @Test
  void anyOtherExceptionOfTheContentIsPassedOnAndLeavesNoRest() throws IOException {
    Path file = directory.resolve("file.txt");
    Files.writeString(file, "old");
    for (Throwable thrown : List.of(new IllegalStateException("bug"), new OutOfMemoryError("test"))) {
      assertSame(thrown, assertThrows(Throwable.class, () -> AtomicFile.write(file, out -> {
        out.write(1);
        sneak(thrown);
      })));
      assertEquals("old", Files.readString(file));
      assertOnlyFile(file);
    }
  }

  @Test
  void aMissingDirectoryIsNamed() {
    Path file = directory.resolve("missing").resolve("file.txt");
    var error = assertThrows(IOException.class, () -> AtomicFile.write(file, out -> out.write(1)));
    assertEquals(
        "cannot write " + file + ": there is no directory " + file.getParent() + "; create it first",
        error.getMessage());
  }

  @Test
  void aDirectoryIsNotReplaced() {
    var error = assertThrows(IOException.class, () -> AtomicFile.write(directory, out -> out.write(1)));
    assertEquals("cannot write " + directory + ": it is a directory", error.getMessage());
    assertTrue(Files.isDirectory(directory));
    assertThrows(IOException.class, () -> AtomicFile.write(Path.of("/"), out -> out.write(1)));
  }

  @Test
  void aReadOnlyFileIsNotReplaced() throws IOException {
    Path file = directory.resolve("file.txt");
    Files.writeString(file, "old");
    assertTrue(file.toFile().setReadOnly());
    assumeFalse(Files.isWritable(file), "this user may write everything");
    var error = assertThrows(IOException.class, () -> AtomicFile.write(file, out -> out.write(1)));
    assertEquals("cannot write " + file + ": the file is read-only", error.getMessage());
    assertEquals("old", Files.readString(file));
  }

  @Test
  void aReadOnlyDirectoryIsNamed() {
    assertTrue(directory.toFile().setWritable(false));
    try {
      assumeFalse(Files.isWritable(directory), "this user may write everything");
      Path file = directory.resolve("file.txt");
      var error = assertThrows(IOException.class, () -> AtomicFile.write(file, out -> out.write(1)));
      assertEquals(
          "cannot write " + file + ": the directory " + directory + " is read-only for this user",
          error.getMessage());
    } finally {
      assertTrue(directory.toFile().setWritable(true));
    }
  }

  @Test
  void aSymbolicLinkStaysALink() throws IOException {
    Path real = Files.createDirectory(directory.resolve("elsewhere")).resolve("real.txt");
    Files.writeString(real, "old");
    Path link = Files.createSymbolicLink(directory.resolve("link"), real);
    AtomicFile.write(link, out -> out.write(bytes("new")));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(real));
  }

  @Test
  void aRelativePathAndANameOfGreatLengthWork() throws IOException {
    Path file = directory.resolve("n".repeat(255)); // the longest most file systems allow
    AtomicFile.write(file, out -> out.write(bytes("x")));
    assertOnlyFile(file);
    Path relative = Path.of("atomic-file-test.tmp");
    try {
      AtomicFile.write(relative, out -> out.write(bytes("y")));
      assertEquals("y", Files.readString(relative));
    } finally {
      Files.deleteIfExists(relative);
    }
    assertFalse(Files.exists(relative));
  }

  private void assertOnlyFile(Path file) throws IOException {
    try (var files = Files.list(directory)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void sneak(Throwable thrown) {
    switch (thrown) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError(thrown);
    }
  }
}
