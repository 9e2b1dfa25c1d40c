package scrutable.lessons.grader;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import scrutable.lessons.grader.compile.Body;
import scrutable.lessons.grader.task.Task;
import scrutable.lessons.grader.task.TaskException;
import scrutable.tensor.io.AtomicFile;
import scrutable.tensor.io.Utf8;

/// Official solutions that lie in the student's tree, encrypted (AES-GCM with a random key of 128 bits for each task),
/// until the teacher gives the key.
public final class Sealed {
  private static final String ALGORITHM = "AES/GCM/NoPadding";
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final Kit kit;
  private final Path tree;

  /// @param tree the student's tree
  public Sealed(Kit kit, Path tree) {
    this.kit = kit;
    this.tree = tree;
  }

  /// A new key, as a person types it: `3f2a-...`, eight groups of four signs.
  public static String newKey() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random).replaceAll("(.{4})(?!$)", "$1-");
  }

  /// The name of the file of a task in the student's tree.
  public static String fileOf(String task) {
    return "kit/sealed/" + task;
  }

  /// Encrypts the body of a task.
  public static byte[] seal(String task, String body, String key) {
    byte[] nonce = new byte[NONCE];
    new SecureRandom().nextBytes(nonce);
    try {
      byte[] text = cipher(Cipher.ENCRYPT_MODE, task, key, nonce).doFinal(body.getBytes(StandardCharsets.UTF_8));
      byte[] sealed = Arrays.copyOf(nonce, NONCE + text.length);
      System.arraycopy(text, 0, sealed, NONCE, text.length);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /// Decrypts the body of a task.
  ///
  /// @throws TaskException if the key is not that of the task
  public static String unseal(String task, byte[] sealed, String key) {
    try {
      byte[] nonce = Arrays.copyOf(sealed, NONCE);
      byte[] text = cipher(Cipher.DECRYPT_MODE, task, key, nonce).doFinal(sealed, NONCE, sealed.length - NONCE);
      return new String(text, StandardCharsets.UTF_8);
    } catch (AEADBadTagException wrong) {
      throw new TaskException("this is not the key of task " + task + " in this assignment");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  private static Cipher cipher(int mode, String task, String key, byte[] nonce) throws GeneralSecurityException {
    String digits = key.replaceAll("[-\\s]", "").toLowerCase(Locale.ROOT);
    if (!digits.matches("[0-9a-f]{32}")) {
      throw new TaskException("a key has 32 digits and letters from a to f; this one is \"" + key + "\"");
    }
    Cipher cipher = Cipher.getInstance(ALGORITHM);
    cipher.init(mode, new SecretKeySpec(HexFormat.of().parseHex(digits), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(task.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  /// Puts the official solution of a task into the student's file.
  ///
  /// @return where the student's own solution lies from then on
  /// @throws TaskException if the key is wrong
  /// @throws IOException   if files cannot be read or written
  public Path open(Task task, String key) throws IOException {
    Path sealed = tree.resolve(fileOf(task.id()));
    if (!Files.isRegularFile(sealed)) {
      throw new TaskException("there is no sealed solution " + fileOf(task.id()) + " in this tree");
    }
    String solution = unseal(task.id(), Files.readAllBytes(sealed), key);
    String file = kit.data().files().get(task.id());
    String text = Utf8.read(tree.resolve(file));
    Body mine = Body.in(file, text, task.id());
    Path kept = Files.createDirectories(tree.resolve("kit/mine")).resolve(task.id() + ".java");
    AtomicFile.writeText(kept, mine.text());
    AtomicFile.writeText(tree.resolve(file), new Body(task.id(), file, 1, solution).into(text));
    return kept;
  }
}
