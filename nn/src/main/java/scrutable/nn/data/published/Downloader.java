package scrutable.nn.data.published;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import scrutable.nn.Progress;
import scrutable.tensor.io.AtomicFile;

/// Fetches a published file over HTTP, and believes nobody: not the length, not the content, not the silence.
///
/// The bytes go to a temporary file beside the target. Only when exactly the right number of bytes with the
/// right SHA-256 has arrived does it get its name ([AtomicFile]); whatever goes wrong before, no half file is
/// left and an old one is untouched. Two programs may fetch the same file at once: both write their own
/// temporary file.
///
/// @param patience how long to wait for a connection, for an answer, and between two pieces of it
/// @param disk stands between the download and the file; a test lets the disk be full here
record Downloader(Duration patience, UnaryOperator<OutputStream> disk) {
  private static final int PIECE = 1 << 16;
  /// Bytes a second; a mirror that drips more slowly than this is as good as silent, and the next is tried.
  private static final double SLOWEST = 1_000;
  private static final List<String> PROXY_VARIABLES =
      List.of("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY");

  /// Waits up to half a minute for each sign of life.
  static Downloader standard() {
    return new Downloader(Duration.ofSeconds(30), UnaryOperator.identity());
  }

  /// Tries one mirror after the other until the file is there.
  ///
  /// @param mirrors addresses ending in `/`; the name of the file is added
  /// @throws IOException if no mirror delivers it, saying what went wrong at each, or if it cannot be written
  void fetch(PublishedFile file, List<URI> mirrors, Path target, Progress progress)
      throws IOException {
    makeFolder(target.toAbsolutePath().getParent());
    List<String> failures = new ArrayList<>();
    Throwable lastCause = null;
    for (URI mirror : mirrors) {
      URI source = mirror.resolve(file.name());
      try {
        AtomicFile.write(target, out -> transfer(file, source, disk.apply(out), progress));
        return;
      } catch (IOException e) {
        if (!(e.getCause() instanceof MirrorException mirrorFailed)) {
          throw e;
        }
        failures.add("  " + source + ": " + mirrorFailed.getMessage());
        lastCause = mirrorFailed.getCause();
      }
    }
    throw new IOException("cannot download " + file.path() + ":\n" + String.join("\n", failures)
        + proxyHint(System.getenv()), lastCause);
  }

  /// Other programs read the address of a proxy from the environment; Java does not.
  static String proxyHint(Map<String, String> environment) {
    return PROXY_VARIABLES.stream().filter(name -> !environment.getOrDefault(name, "").isBlank()).findFirst()
        .map(name -> "\n  The variable " + name + " names a proxy, but Java does not read it. For Java:"
            + " JDK_JAVA_OPTIONS=\"-Dhttps.proxyHost=HOST -Dhttps.proxyPort=PORT\"").orElse("");
  }

  private static void makeFolder(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IOException("cannot make the folder " + folder + " for downloads: " + e, e);
    }
  }

  /// One mirror did not deliver; another may.
  private static final class MirrorException extends IOException {
    private static final long serialVersionUID = 1L;

    MirrorException(String problem) {
      super(problem);
    }

    MirrorException(String problem, Throwable cause) {
      super(problem, cause);
    }
  }

  private void transfer(PublishedFile file, URI source, OutputStream out, Progress progress)
      throws IOException {
    try (var connection = new Connection(source, patience)) {
      HttpResponse<InputStream> response = connection.open();
      requireAnswer(response, file);
      MessageDigest digest = PublishedFile.newDigest();
      byte[] buffer = new byte[PIECE];
      long received = 0;
      String stage = "downloading " + source;
      long start = System.nanoTime();
      progress.update(stage, 0, file.bytes());
      for (int read = connection.read(buffer); read >= 0; read = connection.read(buffer)) {
        received += read;
        if (received > file.bytes()) {
          throw new MirrorException("it sends more than the " + file.bytes() + " bytes of the file");
        }
        requirePace(received, Duration.ofNanos(System.nanoTime() - start));
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
        progress.update(stage, received, file.bytes());
      }
      if (received < file.bytes()) {
        throw new MirrorException("it sent only " + received + " of " + file.bytes() + " bytes");
      }
      String found = HexFormat.of().formatHex(digest.digest());
      if (!found.equals(file.sha256())) {
        throw new MirrorException("wrong content: the SHA-256 is " + found + " instead of " + file.sha256());
      }
    }
  }

  /// A deadline: each piece in time is not enough, if there are a million pieces.
  private void requirePace(long received, Duration passed) throws MirrorException {
    if (passed.compareTo(patience) > 0 && received < SLOWEST * passed.toMillis() / 1000) {
      throw new MirrorException("it sent only " + received + " bytes in " + Math.max(1, passed.toSeconds())
          + " s");
    }
  }

  private static void requireAnswer(HttpResponse<InputStream> response, PublishedFile file)
      throws IOException {
    if (response.statusCode() != 200) {
      throw new MirrorException("it answers with HTTP status " + response.statusCode() + " instead of 200");
    }
    String announced = response.headers().firstValue("content-length").orElse("" + file.bytes());
    if (!announced.strip().equals("" + file.bytes())) {
      throw new MirrorException("it announces " + announced + " bytes, but the file has " + file.bytes());
    }
  }

  /// One request and its answer, given up when nothing arrives for too long.
  ///
  /// The client of the JDK has a time limit for connecting and one for the head of an answer, but none
  /// between the pieces of its body. A watchman looks after that, and hangs up.
  private static final class Connection implements AutoCloseable {
    private final URI source;
    private final Duration patience;
    private final HttpClient client;
    private final AtomicLong lastSign = new AtomicLong(System.nanoTime());
    private volatile boolean silent;
    private Thread watchman;
    private InputStream body;

    Connection(URI source, Duration patience) {
      this.source = source;
      this.patience = patience;
      this.client = HttpClient.newBuilder()
          .connectTimeout(patience)
          .followRedirects(HttpClient.Redirect.NORMAL) // anywhere, but never from https to http
          .build();
    }

    HttpResponse<InputStream> open() throws IOException {
      HttpRequest request = HttpRequest.newBuilder(source).timeout(patience).GET().build();
      try {
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        body = response.body();
        lastSign.set(System.nanoTime());
        watchman = Thread.ofVirtual().start(this::watch);
        return response;
      } catch (HttpTimeoutException e) {
        throw new MirrorException("no answer within " + seconds(), e);
      } catch (ConnectException e) {
        throw new MirrorException("no connection; is there a network, and may this program use it?", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the download from " + source + " was interrupted");
      } catch (IOException e) {
        throw new MirrorException("the connection broke: " + text(e), e);
      } catch (IllegalArgumentException e) {
        // What the client of the JDK throws for a head that it cannot read, such as "Content-Length: many".
        throw new MirrorException("its answer cannot be read: " + e.getMessage(), e);
      }
    }

    int read(byte[] buffer) throws IOException {
      try {
        int read = body.read(buffer);
        lastSign.set(System.nanoTime());
        return read;
      } catch (IOException e) {
        throw new MirrorException(
            silent ? "nothing arrived for " + seconds() : "the connection broke: " + text(e), e);
      }
    }

    private void watch() {
      try {
        long left = patience.toNanos();
        while (left > 0) {
          Thread.sleep(Duration.ofNanos(left));
          left = patience.toNanos() - (System.nanoTime() - lastSign.get());
        }
        silent = true;
        client.shutdownNow();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private String seconds() {
      return patience.toMillis() / 1000.0 + " seconds";
    }

    private static String text(IOException e) {
      return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    @Override
    public void close() {
      if (watchman != null) {
        watchman.interrupt();
      }
      client.shutdownNow();
    }
  }
}
