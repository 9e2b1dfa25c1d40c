package scrutable.nn.data.published;

import java.net.URI;

/// Is told how far a download has come.
@FunctionalInterface
public interface DownloadProgress {
  /// Tells nobody.
  DownloadProgress SILENT = (source, received, total) -> {};

  /// Called when a transfer begins, with 0, and after every piece that has arrived; the last call has
  /// `received` equal to `total`. If a mirror fails, the next one begins with 0 again.
  ///
  /// @param source where the bytes come from
  /// @param received how many bytes have really arrived
  /// @param total how many the file has
  void update(URI source, long received, long total);
}
