package scrutable.tensor.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void aLinkThatPointsNowhereIsNamed() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));
    var error = assertThrows(IOException.class, () -> AtomicFile.write(link, out -> out.write(1)));
    assertEquals("cannot write " + link + ": it is a symbolic link to nowhere, which does not exist",
        error.getMessage());
    assertOnlyFile(link);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "rw-rw-rw-", "rwxr-x---"})
  void thePermissionsOfTheOldFileStay(String permissions) throws IOException {
    Path file = Files.writeString(directory.resolve("file.txt"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    AtomicFile.write(file, out -> {
      out.write(bytes("new"));
      for (Path each : files()) {
        assertTrue(each.equals(file) || permissionsOf(each).equals("rw-------"), "open to all: " + each);
      }
    });
    assertEquals("new", Files.readString(file));
    assertEquals(permissions, permissionsOf(file));
  }

  @Test
  void aNewFileHasTheUsualPermissions() throws IOException {
    Path usual = Files.createFile(directory.resolve("usual"));
    Path file = directory.resolve("file");
    AtomicFile.write(file, out -> out.write(1));
    assertEquals(permissionsOf(usual), permissionsOf(file));
  }

  @Test
  void twoNamesOfOneFileStayOneFile() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "a long old content");
    Path other = Files.createLink(directory.resolve("other"), file);
    assertThrows(IOException.class, () -> AtomicFile.write(file, out -> {
      out.write(bytes("half"));
      throw new IOException("No space left on device");
    }));
    assertEquals("a long old content", Files.readString(other));
    AtomicFile.write(file, out -> out.write(bytes("new")));
    assertEquals("new", Files.readString(other));
    assertTrue(Files.isSameFile(file, other));
    assertEquals(Set.of(file, other), Set.copyOf(files()));
  }

  @Test
  void aDeviceTellsItsFaults() {
    Path device = Path.of("/dev/full");
    assumeTrue(Files.exists(device));
    assumeFalse(Files.isWritable(device.getParent()), "this user could lose the device");
    var error = assertThrows(IOException.class, () -> AtomicFile.write(device, out -> out.write(1)));
    assertEquals("cannot write /dev/full: No space left on device", error.getMessage());
  }

  @Test
  void aPipeGetsTheContentAndStaysAPipe() throws Exception {
    Path pipe = directory.resolve("pipe");
    assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "no mkfifo here");
    var read = CompletableFuture.supplyAsync(() -> {
      try (var in = Files.newInputStream(pipe)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    AtomicFile.write(pipe, out -> out.write(bytes("through")));
    assertEquals("through", read.get(10, TimeUnit.SECONDS));
    assertFalse(Files.isRegularFile(pipe));
    assertOnlyFile(pipe);
  }

  /// As with `/dev/stdout` that leads to a file.
  @Test
  void anOpenFileIsWrittenOnAndNotReplaced() throws IOException {
    Path file = directory.resolve("output.txt");
    try (var out = new FileOutputStream(file.toFile())) {
      out.write(bytes("first,"));
      Path open = openedAs(file);
      assumeTrue(open != null, "no /proc here");
      AtomicFile.write(open, content -> content.write(bytes("second,")));
    }
    assertEquals("first,second,", Files.readString(file));
    assertOnlyFile(file);
  }

  private static Path openedAs(Path file) throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return null;
    }
    try (var links = Files.list(descriptors)) {
      return links.filter(link -> {
        try {
          return Files.readSymbolicLink(link).equals(file.toRealPath());
        } catch (IOException e) {
          return false;
        }
      }).findFirst().orElse(null);
    }
  }

  @Test
  void whatAKilledProgramLeftIsTidiedAfterADay() throws IOException {
    Path old = Files.createFile(directory.resolve(".unfinished-1f.tmp"));
    Path young = Files.createFile(directory.resolve(".unfinished-2f.tmp"));
    Path foreign = Files.createFile(directory.resolve(".unfinished-symphony.tmp"));
    Path folder = Files.createDirectory(directory.resolve(".unfinished-3f.tmp"));
    Path link = Files.createSymbolicLink(directory.resolve(".unfinished-4f.tmp"), foreign);
    var now = Instant.now();
    for (Path file : List.of(old, foreign, folder)) {
      Files.setLastModifiedTime(file, FileTime.from(now.minus(Duration.ofHours(25))));
    }
    Files.setLastModifiedTime(young, FileTime.from(now.minus(Duration.ofHours(23))));
    Path file = directory.resolve("file");
    AtomicFile.write(file, out -> out.write(1));
    assertEquals(Set.of(young, foreign, folder, link, file), Set.copyOf(files()));
  }

  @Test
  void aNameThatCommandsTheTerminalIsEscapedInMessages() {
    Path file = directory.resolve("no\u001b[2J").resolve("file");
    String message = assertThrows(IOException.class, () -> AtomicFile.write(file, out -> out.write(1)))
        .getMessage();
    assertTrue(message.contains("no\\u001b[2J") && message.indexOf('\u001b') < 0, message);
  }

  @Test
  void aTextMakesItsFolderAndHalfASurrogatePairBecomesAQuestionMark() throws IOException {
    Path file = directory.resolve("a/b/file.txt");
    AtomicFile.writeText(file, "né \uD83D\uDE00 \uD83D.");
    assertEquals("né \uD83D\uDE00 ?.", Files.readString(file));
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
    assertEquals(List.of(file), files());
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(directory)) {
      return files.toList();
    }
  }

  private static String permissionsOf(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
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
