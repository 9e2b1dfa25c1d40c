package scrutable.tensor.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Until the exchange all files are as they were; after it all are new.
class StagedFilesTest {
  @TempDir Path directory;

  private void assertHolds(String... namesAndContents) throws IOException {
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < namesAndContents.length; i += 2) {
      names.add(namesAndContents[i]);
      assertEquals(namesAndContents[i + 1], Files.readString(directory.resolve(namesAndContents[i])));
    }
    try (var files = Files.list(directory)) {
      assertEquals(names, new TreeSet<>(files.map(file -> file.getFileName().toString()).toList()));
    }
  }

  private void write(StagedFiles files, String name, String text) throws IOException {
    AtomicFile.writeText(files.stage(directory.resolve(name)), text);
  }

  @Test
  void allFilesTakeTheirPlacesTogether() throws IOException {
    Files.writeString(directory.resolve("a"), "old");
    try (var files = new StagedFiles()) {
      write(files, "a", "new a");
      write(files, "b", "new b");
      assertEquals("old", Files.readString(directory.resolve("a")));
      assertFalse(Files.exists(directory.resolve("b")));
      files.exchange();
    }
    assertHolds("a", "new a", "b", "new b");
  }

  /// The disk is full, or the program has a bug, at the second file.
  @Test
  void whatFailsBeforeTheExchangeLeavesTheOldFiles() throws IOException {
    Files.writeString(directory.resolve("a"), "old a");
    Files.writeString(directory.resolve("b"), "old b");
    assertThrows(IOException.class, () -> {
      try (var files = new StagedFiles()) {
        write(files, "a", "new a");
        AtomicFile.write(files.stage(directory.resolve("b")), out -> {
          throw new IOException("No space left on device");
        });
        files.exchange();
      }
    });
    assertHolds("a", "old a", "b", "old b");
  }

  @Test
  void aPlaceThatCannotBeWrittenToIsNamedBeforeAnythingIsExchanged() throws IOException {
    Files.writeString(directory.resolve("a"), "old a");
    Files.createDirectory(directory.resolve("b"));
    try (var files = new StagedFiles()) {
      write(files, "a", "new a");
      var error = assertThrows(IOException.class, () -> files.stage(directory.resolve("b")));
      assertEquals("cannot write " + directory.resolve("b") + ": it is a directory", error.getMessage());
    }
    assertEquals("old a", Files.readString(directory.resolve("a")));
  }

  @Test
  void permissionsLinksAndOtherNamesStay() throws IOException {
    assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Path secret = Files.writeString(directory.resolve("secret"), "old");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), secret);
    Path named = Files.writeString(directory.resolve("named"), "old");
    Files.createLink(directory.resolve("twin"), named);
    try (var files = new StagedFiles()) {
      Path staged = files.stage(link);
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(staged)));
      AtomicFile.writeText(staged, "new");
      write(files, "named", "also new");
      files.exchange();
    }
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)));
    assertHolds("secret", "new", "link", "new", "named", "also new", "twin", "also new");
  }
}
