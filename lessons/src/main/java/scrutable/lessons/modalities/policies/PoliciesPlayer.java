package scrutable.lessons.modalities.policies;

import scrutable.lessons.modalities.policies.PoliciesExperiment.Effort;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.Sequential;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Adam;
import scrutable.nn.optim.Optimizer;
import scrutable.nn.reinforcement.Catch;
import scrutable.nn.reinforcement.DoubleQAgent;
import scrutable.nn.reinforcement.EpsilonSchedule;
import scrutable.nn.reinforcement.Reinforce;
import scrutable.tensor.Rng;
import scrutable.tensor.Window;

/// Who plays, and how it is taught.
enum PoliciesPlayer {
  DOUBLE_Q("double Q"), REINFORCE("REINFORCE");

  private static final double DISCOUNT = 0.99;
  private static final double ENTROPY = 0.1;
  private static final double RATE = 3e-3;
  private static final int CHANNELS = 8;
  final String label;

  PoliciesPlayer(String label) {
    this.label = label;
  }

  PoliciesPlayer other() {
    return this == DOUBLE_Q ? REINFORCE : DOUBLE_Q;
  }

  /// A network that has learned to play.
  //: code train
  Module train(PoliciesBoards boards, Effort effort, Rng rng, Progress progress) {
    Module network = network(boards, rng.split("initialise"));
    Adam optimizer = new Adam(network.parameters(), RATE);
    if (this == DOUBLE_Q) {
      EpsilonSchedule explore = new EpsilonSchedule(1, 0.05, effort.moves() / 2);
      DoubleQAgent agent = new DoubleQAgent(network, network(boards, rng.split("copy")), optimizer,
          new DoubleQAgent.Settings(DISCOUNT, 64, 10_000, 50, 1, explore), rng.split("agent"), 1, boards.size(),
          boards.size());
      Catch games = boards.toLearn().games(16, rng.split("games"));
      overTime(10, optimizer, progress, () -> agent.play(games, effort.moves() / 10));
    } else {
      Reinforce agent = new Reinforce(network, optimizer, 1, ENTROPY, rng.split("agent"));
      Catch games = boards.toLearn().games(64, rng.split("games"));
      overTime(effort.updates(), optimizer, progress, () -> agent.update(games));
    }
    return network;
  }

  /// The learning rate falls in a straight line.
  private void overTime(int parts, Optimizer optimizer, Progress progress, Runnable learn) {
    for (int part = 0; part < parts; part++) {
      progress.update("learning to play, " + label, part, parts);
      optimizer.setLearningRate(RATE * (1 - (double) part / parts));
      learn.run();
    }
  }

  /// How bright the background is says nothing, so the mean of a frame is taken away first. Part of the network: an
  /// attack has to go through it.
  ///
  /// In front of a picture the ball is not the brightest pixel, only brighter than its neighbours. A convolution looks
  /// at those first.
  private static Module network(PoliciesBoards boards, Rng rng) {
    Module centred = frames -> frames.sub(frames.mean(true, 2, 3)).mul(4);
    int pixels = boards.size() * boards.size();
    Module near = boards.pictured() ? new Sequential(new Conv2d(1, CHANNELS, Window.square(3, 1, 1), rng), new Relu())
        : frames -> frames;
    return new Sequential(centred, near, new Flatten(),
        new Linear(boards.pictured() ? CHANNELS * pixels : pixels, 128, rng), new Relu(), new Linear(128, 64, rng),
        new Relu(), new Linear(64, 3, rng));
  }
  //: end
}
