package scrutable.nn.data.published;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scrutable.nn.Progress;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Downloads from a server on this machine that lies in every way it can; and what is found on the disk.
class DownloadTest {
  private static final byte[] CONTENT = content();
  private static final PublishedFile FILE = published("labels", CONTENT);
  private static final Downloader DOWNLOADER =
      new Downloader(Duration.ofSeconds(20), UnaryOperator.identity());

  @TempDir private Path root;
  private HttpServer server;
  private ExecutorService threads;
  private final CountDownLatch over = new CountDownLatch(1);

  /// An IDX file of 200,000 labels.
  private static byte[] content() {
    byte[] bytes = Arrays.copyOf(IdxFilesTest.labels(200_000), 200_008);
    Rng rng = Rng.seed(1);
    for (int i = 8; i < bytes.length; i++) {
      bytes[i] = (byte) rng.nextInt(10);
    }
    return bytes;
  }

  private static PublishedFile published(String name, byte[] content) {
    String hash = HexFormat.of().formatHex(PublishedFile.newDigest().digest(content));
    return new PublishedFile("set", name, content.length, hash);
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  /// A mirror that answers each request like this.
  private URI mirror(String path, HttpHandler handler) {
    server.createContext(path, handler);
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private static HttpHandler sending(byte[] bytes) {
    return exchange -> {
      try (exchange) {
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
      }
    };
  }

  private static HttpHandler status(int code) {
    return exchange -> {
      try (exchange) {
        exchange.sendResponseHeaders(code, -1);
      }
    };
  }

  private Path target() {
    return FILE.in(root);
  }

  private Path fetch(Downloader downloader, URI... mirrors) throws IOException {
    downloader.fetch(FILE, List.of(mirrors), target(),
        (source, received, total) -> assertTrue(received <= total, "stops at the first byte too many"));
    return target();
  }

  /// Whatever went wrong: an old file is as it was, and nothing else lies there.
  private String failure(Downloader downloader, URI... mirrors) throws IOException {
    Files.createDirectories(target().getParent());
    Files.writeString(target(), "old");
    String message = assertThrows(IOException.class, () -> fetch(downloader, mirrors)).getMessage();
    assertEquals("old", Files.readString(target()));
    assertOnlyTheTarget();
    return message;
  }

  private void assertOnlyTheTarget() throws IOException {
    try (var files = Files.list(target().getParent())) {
      assertEquals(List.of(target()), files.toList());
    }
  }

  private static void assertContains(String part, String message) {
    assertTrue(message.contains(part), message);
  }

  @Test
  void theRightFileArrivesAndProgressIsWhatHasArrived() throws IOException {
    URI mirror = mirror("/set/", sending(CONTENT));
    List<Long> received = new ArrayList<>();
    DOWNLOADER.fetch(FILE, List.of(mirror), target(), (stage, bytes, total) -> {
      assertEquals("downloading " + mirror.resolve("labels"), stage);
      assertEquals(CONTENT.length, total);
      received.add(bytes);
    });
    assertArrayEquals(CONTENT, Files.readAllBytes(target()));
    assertOnlyTheTarget();
    assertEquals(0, received.getFirst());
    assertEquals(CONTENT.length, received.getLast());
    assertEquals(received.stream().sorted().distinct().toList(), received);
  }

  @Test
  void wrongContentOfTheRightLengthIsThrownAway() throws IOException {
    byte[] changed = CONTENT.clone();
    changed[100_000] ^= 1;
    String message = failure(DOWNLOADER, mirror("/set/", sending(changed)));
    assertContains("/set/labels: wrong content: the SHA-256 is " + published("x", changed).sha256(), message);
    assertContains("instead of " + FILE.sha256(), message);
  }

  @Test
  void aFileThatIsTooLongOrTooShortIsNotEvenFetched() throws IOException {
    URI tooShort = mirror("/short/", sending("<html>moved</html>".getBytes()));
    URI tooLong = mirror("/long/", sending(Arrays.copyOf(CONTENT, CONTENT.length + 1)));
    String message = failure(DOWNLOADER, tooShort, tooLong);
    assertContains("it announces 18 bytes, but the file has 200008", message);
    assertContains("it announces 200009 bytes", message);
  }

  @Test
  void aBodyThatEndsEarlyIsThrownAway() throws IOException {
    HttpHandler cut = exchange -> {
      exchange.sendResponseHeaders(200, CONTENT.length);
      exchange.getResponseBody().write(CONTENT, 0, 150_000);
      exchange.getResponseBody().flush();
      server.stop(0);
    };
    assertContains("the connection broke", failure(DOWNLOADER, mirror("/set/", cut)));
  }

  @Test
  void aBodyWithoutAnnouncedLengthIsCounted() throws IOException {
    assertContains("only 1000 of 200008 bytes", failure(DOWNLOADER, mirror("/short/", chunked(1000))));
    assertContains("more than the 200008 bytes", failure(DOWNLOADER, mirror("/endless/", exchange -> {
      try (exchange) {
        exchange.sendResponseHeaders(200, 0);
        while (true) {
          exchange.getResponseBody().write(CONTENT);
        }
      }
    })));
    Path whole = fetch(DOWNLOADER, mirror("/good/", chunked(CONTENT.length)));
    assertArrayEquals(CONTENT, Files.readAllBytes(whole));
  }

  private static HttpHandler chunked(int length) {
    return exchange -> {
      try (exchange) {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(CONTENT, 0, length);
      }
    };
  }

  @Test
  void theNextMirrorIsTriedAndEveryFailureIsTold() throws IOException {
    URI missing = mirror("/missing/", status(404));
    URI broken = mirror("/broken/", status(503));
    URI good = mirror("/good/", sending(CONTENT));
    String message = failure(DOWNLOADER, missing, broken);
    assertContains("cannot download set/labels", message);
    assertContains("/missing/labels: it answers with HTTP status 404 instead of 200", message);
    assertContains("/broken/labels: it answers with HTTP status 503", message);
    assertArrayEquals(CONTENT, Files.readAllBytes(fetch(DOWNLOADER, missing, broken, good)));
  }

  @Test
  void aRedirectIsFollowed() throws IOException {
    mirror("/new/", sending(CONTENT));
    URI old = mirror("/old/", exchange -> redirect(exchange, "/new/labels"));
    URI circle = mirror("/circle/", exchange -> redirect(exchange, "/circle/labels"));
    assertArrayEquals(CONTENT, Files.readAllBytes(fetch(DOWNLOADER, old)));
    failure(DOWNLOADER, circle);
  }

  private static void redirect(HttpExchange exchange, String where) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Location", where);
      exchange.sendResponseHeaders(302, -1);
    }
  }

  @Test
  void nobodyThereIsSaidClearly() throws IOException {
    int freePort;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      freePort = socket.getLocalPort();
    }
    String message = failure(DOWNLOADER, URI.create("http://127.0.0.1:" + freePort + "/"));
    assertContains("no connection; is there a network", message);
  }

  @Test
  @Timeout(60)
  void silenceIsNotWaitedForForEver() throws IOException {
    URI mute = mirror("/mute/", exchange -> hang());
    URI stops = mirror("/stops/", exchange -> {
      exchange.sendResponseHeaders(200, CONTENT.length);
      exchange.getResponseBody().write(CONTENT, 0, 1000);
      exchange.getResponseBody().flush();
      hang();
    });
    var impatient = new Downloader(Duration.ofMillis(500), UnaryOperator.identity());
    String message = failure(impatient, mute, stops);
    assertContains("/mute/labels: no answer within 0.5 seconds", message);
    assertContains("/stops/labels: nothing arrived for 0.5 seconds", message);
  }

  /// Every byte is a sign of life, but at this pace the file would take three hours.
  @Test
  @Timeout(60)
  void aMirrorThatDripsIsGivenUpForTheNext() throws IOException {
    URI drips = mirror("/drips/", exchange -> {
      exchange.sendResponseHeaders(200, CONTENT.length);
      for (byte one : CONTENT) {
        exchange.getResponseBody().write(one);
        exchange.getResponseBody().flush();
        pause();
      }
    });
    var impatient = new Downloader(Duration.ofMillis(500), UnaryOperator.identity());
    assertContains("/drips/labels: it sent only ", failure(impatient, drips));
    assertArrayEquals(CONTENT, Files.readAllBytes(fetch(impatient, drips, mirror("/good/", sending(CONTENT)))));
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  @Timeout(60)
  void aLengthThatIsNoNumberIsAFaultOfTheMirror() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      threads.submit(() -> {
        try (var client = socket.accept()) {
          client.getInputStream().read(new byte[1000]);
          client.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n".getBytes());
          client.getOutputStream().flush();
        }
        return null;
      });
      URI odd = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
      assertContains("cannot download set/labels:\n  " + odd, failure(DOWNLOADER, odd));
    }
  }

  @Test
  void aProxyThatJavaDoesNotReadIsMentioned() {
    assertContains("https_proxy names a proxy, but Java does not read it",
        Downloader.proxyHint(Map.of("https_proxy", "http://proxy:3128")));
    assertEquals("", Downloader.proxyHint(Map.of("HTTP_PROXY", " ", "PATH", "/bin")));
  }

  private void hang() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aFullDiskIsNotBlamedOnTheMirror() throws IOException {
    UnaryOperator<OutputStream> full = out -> new FilterOutputStream(out) {
      private int space = 100_000;

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        space -= length;
        if (space < 0) {
          throw new IOException("No space left on device");
        }
        out.write(bytes, from, length);
      }
    };
    URI first = mirror("/first/", sending(CONTENT));
    URI second = mirror("/second/", exchange -> {
      throw new AssertionError("another mirror does not help against a full disk");
    });
    String message = failure(new Downloader(Duration.ofSeconds(20), full), first, second);
    assertEquals("cannot write " + target() + ": No space left on device", message);
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    URI good = mirror("/good/", sending(CONTENT));
    Path file = Files.writeString(root.resolve("file"), "in the way");
    String message = assertThrows(IOException.class, () -> DOWNLOADER.fetch(
        FILE, List.of(good), FILE.in(file), Progress.silent())).getMessage();
    assertContains("cannot make the folder " + file.resolve("set"), message);
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    URI good = mirror("/good/", sending(CONTENT));
    Path locked = Files.createDirectories(root.resolve("locked"));
    Assumptions.assumeTrue(locked.toFile().setWritable(false) && !Files.isWritable(locked),
        "this user (root?) may write everywhere");
    String message = assertThrows(IOException.class, () -> DOWNLOADER.fetch(
        FILE, List.of(good), locked.resolve("labels"), Progress.silent())).getMessage();
    assertContains("the directory " + locked + " is read-only for this user", message);
  }

  @Test
  void severalAtOnceAllSucceed() throws Exception {
    URI mirror = mirror("/set/", sending(CONTENT));
    List<Callable<Path>> tasks = List.of(
        () -> fetch(DOWNLOADER, mirror), () -> fetch(DOWNLOADER, mirror), () -> fetch(DOWNLOADER, mirror));
    for (Future<Path> result : threads.invokeAll(tasks)) {
      assertArrayEquals(CONTENT, Files.readAllBytes(result.get()));
    }
    assertOnlyTheTarget();
  }

  // Where a data set is found

  private static final DataSetIndex.Entry ENTRY = new DataSetIndex.Entry("labels", Split.TRAIN, List.of(FILE),
      files -> new Dataset("labels", Tensor.zeros(200_000, 1), IdxFiles.readLabels(files.getFirst(), 10),
          List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")),
      "Ask Ada");

  private Dataset load(Optional<Path> dataFolder, Map<String, List<URI>> mirrors) throws IOException {
    return DataSets.load(ENTRY, new DataLocations(dataFolder, root.resolve("cache"), mirrors),
        Progress.silent(), DOWNLOADER);
  }

  @Test
  void theDataFolderComesFirstThenTheCacheThenTheMirror() throws IOException {
    Path cached = FILE.in(root.resolve("cache"));
    Path own = Files.createDirectories(root.resolve("own"));
    Map<String, List<URI>> mirrors = Map.of("set", List.of(mirror("/set/", sending(CONTENT))));
    assertEquals(200_000, load(Optional.of(own), mirrors).size());
    assertArrayEquals(CONTENT, Files.readAllBytes(cached), "downloaded into the cache");
    assertFalse(Files.exists(FILE.in(own)), "the data folder is never written to");

    assertEquals(200_000, load(Optional.empty(), Map.of()).size(), "found in the cache");

    Files.createDirectories(FILE.in(own).getParent());
    Files.write(FILE.in(own), CONTENT);
    Files.writeString(cached, "never looked at");
    assertEquals(200_000, load(Optional.of(own), Map.of()).size(), "found in the data folder");
  }

  @Test
  void damagedFilesAreRefusedWhereverTheyLie() throws IOException {
    Path cached = FILE.in(root.resolve("cache"));
    Files.createDirectories(cached.getParent());
    byte[] changed = CONTENT.clone();
    changed[8] ^= 1;
    Files.write(cached, changed);
    String message = assertThrows(IOException.class, () -> load(Optional.empty(), Map.of())).getMessage();
    assertContains(cached + " is damaged or not the published file: its SHA-256 is", message);
    Files.write(cached, Arrays.copyOf(CONTENT, 1000));
    message = assertThrows(IOException.class, () -> load(Optional.empty(), Map.of())).getMessage();
    assertContains("it has 1000 bytes instead of 200008", message);
  }

  @Test
  void whatCannotBeHadIsExplained() throws IOException {
    String message = assertThrows(IOException.class, () -> load(Optional.empty(), Map.of())).getMessage();
    assertContains("there is no set/labels in [" + root.resolve("cache") + "], and no mirror", message);
    assertContains("Ask Ada", message);
    assertContains("set SCRUTABLE_DATA to a folder in which there is set/labels", message);
    assertContains("by hand at " + FILE.in(root.resolve("cache")), message);

    Map<String, List<URI>> mirrors = Map.of("set", List.of(mirror("/gone/", status(410))));
    message = assertThrows(IOException.class, () -> load(Optional.empty(), mirrors)).getMessage();
    assertContains("HTTP status 410", message);
    assertContains("What to do: set SCRUTABLE_DATA", message);

    Path typo = root.resolve("tpyo");
    message = assertThrows(IOException.class, () -> load(Optional.of(typo), Map.of())).getMessage();
    assertContains("SCRUTABLE_DATA is \"" + typo + "\", but there is no such folder", message);
  }

  @Test
  void unknownNamesGetTheListOfKnownOnes() {
    var locations = new DataLocations(Optional.empty(), root, Map.of());
    String message = assertThrows(IllegalArgumentException.class,
        () -> DataSets.load("minst", Split.TRAIN, locations, Progress.silent())).getMessage();
    assertEquals("there is no data set \"minst\"; known are mnist, fashion-mnist, cifar10, optdigits", message);
  }
}
