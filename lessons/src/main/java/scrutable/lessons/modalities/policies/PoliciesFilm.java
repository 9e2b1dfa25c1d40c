package scrutable.lessons.modalities.policies;

import java.util.ArrayList;
import java.util.List;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.policy.FrameAttack;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.Picture;
import scrutable.lessons.figure.Tile;
import scrutable.lessons.modalities.policies.PoliciesExperiment.Attack;
import scrutable.nn.Module;
import scrutable.nn.reinforcement.Catch;
import scrutable.nn.reinforcement.VectorEnvironment;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A game, frame by frame, with and without the attack.
record PoliciesFilm(ImageGrid figure) {
  private static final List<String> MOVES = List.of("left", "stay", "right");

  static PoliciesFilm of(PoliciesBoards boards, Module network, double strength, Rng rng) {
    long game = rng.split("film").nextLong();
    Classifier player = Classifier.of(network);
    Ball ball = Attack.STEP.within(strength * boards.budget(PoliciesPlayer.DOUBLE_Q), boards.size());
    List<Tile> changes = new ArrayList<>();
    List<List<Tile>> rows = List.of(play(boards, player, game, FrameAttack.none(), ball, new ArrayList<>()),
        play(boards, player, game, Attack.STEP.on(player, player), ball, changes), changes);
    return new PoliciesFilm(ImageGrid.of("A game as it is, as it is seen under attack, and what was changed", rows));
  }

  private static List<Tile> play(PoliciesBoards boards, Classifier player, long game, FrameAttack attack, Ball ball,
      List<Tile> changes) {
    Catch games = boards.toJudge().games(1, Rng.seed(game));
    List<Tile> film = new ArrayList<>();
    for (int move = 0; ; move++) {
      Tensor frame = games.frames();
      Tensor sent = attack.perturb(frame, ball, Rng.seed(move));
      int[] action = player.labels(sent);
      film.add(Tile.of(picture(sent), MOVES.get(action[0])));
      changes.add(Tile.of(Picture.signed(sent.sub(frame).toFloatArray(), 1, boards.size(), boards.size(),
          boards.budget(PoliciesPlayer.DOUBLE_Q))));
      VectorEnvironment.Step step = games.step(action);
      if (step.ended(0)) {
        Picture end = picture(step.reached());
        film.add(step.rewards()[0] > 0 ? Tile.right(end, "caught") : Tile.wrong(end, "missed"));
        return film;
      }
    }
  }

  private static Picture picture(Tensor frame) {
    return Picture.of(frame.toFloatArray(), 1, frame.size(2), frame.size(3));
  }
}
