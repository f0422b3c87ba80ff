// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.data.Dataset;
import io.espalier.data.image.Augmentation;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import io.espalier.train.history.Metrics;
import io.espalier.train.library.TensorFlowLibrary;
import io.espalier.train.loss.Loss;
import io.espalier.train.lowering.ForwardPass;
import io.espalier.train.optimizer.Optimizer;
import io.espalier.train.parametrize.ParametrizedModel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * A model on its way through training: its weights, and the state of what lies on them, as variables of a TensorFlow session. One thread at a
 * time.
 */
public final class TrainingSession implements AutoCloseable {
    private final Graph graph = TensorFlowLibrary.newGraph();
    private final Ops tf = Ops.create(graph);
    private final ParametrizedModel model;
    private final Loss loss;
    private final int batchSize;
    private final Variables variables;
    private final Slots slots;
    private final InputNodes input;
    private final Placeholder<TInt64> step = tf.placeholder(TInt64.class);
    private final Placeholder<TFloat32> learningRate = tf.placeholder(TFloat32.class);
    private final StepNodes nodes;
    private final Session session;
    private final ScheduledState scheduled;
    private final ExampleSource examples;
    private final Map<InputNodes.Format, EvaluationNodes> evaluations = new HashMap<>();
    private final Map<Dataset, ExampleSource> evaluated = new HashMap<>();

    /**
     * Checks that a model can be trained or validated on a data set.
     *
     * @throws io.espalier.train.history.TrainingException if the data do not fit the model or the loss
     */
    public static void check(Model model, Dataset dataset, Loss loss) {
        SinglePath path = SinglePath.of(model);
        path.check(dataset);
        loss.check(dataset.targets(), path.outputShape());
        loss.inner().ifPresent(inner -> inner.check(model));
    }

    /** How a session trains: the seed is what dropout and augmentation follow from. */
    public record Settings(Optimizer optimizer, int batchSize, long seed, int threads, Augmentation augmentation) {
        /** Without augmentation. */
        public Settings(Optimizer optimizer, int batchSize, long seed, int threads) {
            this(optimizer, batchSize, seed, threads, Augmentation.NONE);
        }
    }

    private TrainingSession(
            ParametrizedModel model, Dataset dataset, ExampleSource examples, Loss loss, Settings settings) {
        this.model = model;
        this.examples = examples;
        this.loss = loss;
        this.batchSize = settings.batchSize();
        LossVariables own = LossVariables.of(loss);
        Weights initial = own.with(model.variables());
        this.variables = new Variables(tf, initial);
        Map<WeightKey, Shape> trained = trained(model);
        trained.putAll(own.trained());
        this.slots = new Slots(tf, trained, settings.optimizer());
        this.input = new InputNodes(
                tf, InputNodes.Format.of(dataset), SinglePath.of(model.raw()).inputShape());
        StepNodes.Recipe recipe =
                new StepNodes.Recipe(graph, model, variables, slots, loss, settings.optimizer(), settings.seed());
        this.nodes = StepNodes.add(tf, recipe, input.batch(), new StepNodes.Moment(step, learningRate));
        this.session = Threads.session(graph, settings.threads());
        this.scheduled = new ScheduledState(model, variables, session);
        variables.assign(session, initial);
        slots.reset(session);
    }

    private static Map<WeightKey, Shape> trained(ParametrizedModel model) {
        Map<WeightKey, Shape> trained = new LinkedHashMap<>();
        List<Node> used = ForwardPass.usedNodes(model.raw());
        Set<String> owners = used.stream().map(Node::weightsOf).collect(Collectors.toSet());
        for (Node node : model.raw().nodes()) {
            if (!owners.contains(node.name())) {
                continue;
            }
            for (WeightSpec spec : model.raw().weightSpecs(node)) {
                WeightKey weight = new WeightKey(node.name(), spec.name());
                if (spec.trainable()) {
                    trained.put(weight, spec.shape());
                }
                model.trainableState(weight)
                        .forEach(key -> trained.put(key, model.state().get(key).shape()));
            }
        }
        return trained;
    }

    /** A session with the model's weights. */
    public static TrainingSession open(ParametrizedModel model, Dataset dataset, Loss loss, Settings settings) {
        return open(
                model, dataset, ExampleSource.of(dataset, settings.augmentation(), settings.seed()), loss, settings);
    }

    static TrainingSession open(
            ParametrizedModel model, Dataset dataset, ExampleSource examples, Loss loss, Settings settings) {
        return new TrainingSession(model, dataset, examples, loss, settings);
    }

    /** What a step came to: the metrics of its batch before the weights changed. */
    public record StepResult(long step, int examples, Metrics metrics) {}

    /**
     * Steps through the examples in that order.
     *
     * @param number of the epoch, from 1, by which augmentation goes
     */
    public Epoch epoch(int number, int[] order, long firstStep) {
        return new Epoch(number, order, firstStep);
    }

    /** An epoch under way. */
    public final class Epoch implements AutoCloseable {
        private final int[] sizes;
        private final ExampleSource.ChunkStream chunks;
        private long nextStep;
        private int batchesDone;

        private Epoch(int number, int[] order, long firstStep) {
            this.sizes = BatchSizes.of(order.length, batchSize);
            this.chunks = examples.stream(number, order, sizes);
            this.nextStep = firstStep;
        }

        public boolean hasNext() {
            return batchesDone < sizes.length;
        }

        /** Does the next step, with that learning rate. */
        public StepResult next(float rate) {
            scheduled.advanceTo(model.step() + nextStep);
            Session.Runner runner = session.runner();
            nodes.loss().fetch(runner);
            nodes.updates().forEach(runner::addTarget);
            try (Chunk chunk = chunks.next();
                    TInt64 number = TInt64.scalarOf(nextStep);
                    TFloat32 rateNow = TFloat32.scalarOf(rate);
                    Result result = input.feed(runner, chunk)
                            .feed(step, number)
                            .feed(learningRate, rateNow)
                            .run()) {
                batchesDone++;
                return new StepResult(nextStep++, chunk.size(), nodes.loss().read(result));
            }
        }

        @Override
        public void close() {
            chunks.close();
        }
    }

    /** Loss and accuracy of the weights as they are, on another data set. */
    public Metrics evaluate(Dataset other) {
        EvaluationNodes nodes = evaluations.computeIfAbsent(
                InputNodes.Format.of(other),
                format -> new EvaluationNodes(tf, model, format, loss, variables.readBy(tf)));
        return nodes.evaluate(session, other, evaluated.computeIfAbsent(other, ExampleSource::of), batchSize);
    }

    /** Sets weights to what layers see of them, as each step does before anything else. */
    public void project() {
        if (!nodes.projections().isEmpty()) {
            Session.Runner runner = session.runner();
            nodes.projections().forEach(runner::addTarget);
            runner.run().close();
        }
    }

    /** The model as it is now, after that many steps of this session. */
    public ParametrizedModel model(long steps) {
        return model.trained(variables.read(session, model.variables().keys()), model.step() + steps);
    }

    /** A copy of the weights and the state as they are now, and of what else is trained: what a loss only reads is not in it. */
    public Weights variables() {
        Set<WeightKey> keys = new LinkedHashSet<>(model.variables().keys());
        keys.addAll(slots.trained());
        return variables.read(session, keys);
    }

    /** A copy of what the optimizer keeps for them. */
    public Weights slots() {
        return slots.read(session);
    }

    /** Goes on from other weights and state. */
    public void assign(Weights others) {
        variables.assign(session, others);
    }

    /** Goes on from what the optimizer kept at another time. */
    public void assignSlots(Weights others) {
        slots.assign(session, others);
    }

    /** Sets slots of those variables that are trained; others are left out. */
    public void assignKnownSlots(Weights others) {
        slots.assignKnown(session, others);
    }

    /** A weight, or what is trained of that which lies on one, that has values which are not finite; empty if all is well. */
    public Optional<WeightKey> notFinite() {
        Set<WeightKey> keys = new LinkedHashSet<>(model.raw().weights().keys());
        keys.addAll(slots.trained());
        Weights values = variables.read(session, keys);
        return keys.stream().filter(key -> !values.get(key).isFinite()).findFirst();
    }

    @Override
    public void close() {
        session.close();
        graph.close();
        examples.close();
        evaluated.values().forEach(ExampleSource::close);
    }
}
