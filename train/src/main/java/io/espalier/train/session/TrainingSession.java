// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.data.Dataset;
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

/** A TensorFlow session that trains a model. Its variables are the model's weights and the state of its parametrizations. Not thread-safe. */
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
        ModelEnds ends = ModelEnds.of(model);
        ends.check(dataset);
        ends.labels(dataset, loss);
        loss.auxiliary().ifPresent(auxiliary -> auxiliary.check(model));
    }

    private TrainingSession(
            ParametrizedModel model, Dataset dataset, ExampleSource examples, TrainingMethod method, int threads) {
        this.model = model;
        this.examples = examples;
        this.loss = method.loss();
        this.batchSize = method.batchSize();
        LossVariables own = LossVariables.of(loss);
        Weights initial = own.with(model.variables());
        this.variables = new Variables(tf, initial);
        Map<WeightKey, Shape> trained = trained(model);
        trained.putAll(own.trained());
        this.slots = new Slots(tf, trained, method.optimizer());
        this.session = Threads.session(graph, threads);
        // before the graph grows, since TensorFlow makes all of it quicker for each kind of run
        variables.assign(session, initial);
        slots.reset(session);
        ModelEnds ends = ModelEnds.of(model.raw());
        this.input = new InputNodes(tf, InputNodes.Format.of(dataset, ends), ends);
        this.nodes = StepNodes.add(
                tf,
                new StepNodes.Recipe(graph, model, variables, slots, method, ends.labels(dataset, loss)),
                input.batch(),
                new StepNodes.StepContext(step, learningRate));
        this.scheduled = new ScheduledState(model, variables, session);
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

    /**
     * Opens a session that starts with the model's weights.
     *
     * @param dataset the training examples
     * @param threads the number of threads of TensorFlow
     */
    public static TrainingSession open(ParametrizedModel model, Dataset dataset, TrainingMethod method, int threads) {
        ExampleSource examples = ExampleSource.of(dataset, method.augmentation(), method.seed());
        return open(model, dataset, examples, method, threads);
    }

    static TrainingSession open(
            ParametrizedModel model, Dataset dataset, ExampleSource examples, TrainingMethod method, int threads) {
        return new TrainingSession(model, dataset, examples, method, threads);
    }

    /** The result of a step: the metrics of its batch, before the weights changed. */
    public record StepResult(long step, int examples, Metrics metrics) {}

    /**
     * Starts an epoch that takes the examples in this order.
     *
     * @param number of the epoch, from 1
     * @param firstStep the number of the first step, from 1
     */
    public Epoch epoch(int number, int[] order, long firstStep) {
        return new Epoch(number, order, firstStep);
    }

    /** A running epoch. */
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

        /** Whether the epoch has more steps. */
        public boolean hasNext() {
            return batchesDone < sizes.length;
        }

        /** Runs the next step. */
        public StepResult next(float rate) {
            // Whoever interrupts this finds the state as the step before left it.
            try (Chunk chunk = chunks.next()) {
                scheduled.advanceTo(model.step() + nextStep);
                return run(chunk, rate);
            }
        }

        private StepResult run(Chunk chunk, float rate) {
            Session.Runner runner = session.runner();
            nodes.loss().fetch(runner);
            nodes.updates().forEach(runner::addTarget);
            try (TInt64 number = TInt64.scalarOf(nextStep);
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

    /** Loss and accuracy of the current weights on another data set. */
    public Metrics evaluate(Dataset other) {
        EvaluationNodes nodes = evaluations.computeIfAbsent(
                InputNodes.Format.of(other, ModelEnds.of(model.raw())),
                format -> new EvaluationNodes(tf, model, other, loss, variables.readBy(tf)));
        return nodes.evaluate(session, other, evaluated.computeIfAbsent(other, ExampleSource::of), batchSize);
    }

    /** Sets weights to their projections, for example masked ones to zero, as each step does first. */
    public void project() {
        if (!nodes.projections().isEmpty()) {
            Session.Runner runner = session.runner();
            nodes.projections().forEach(runner::addTarget);
            runner.run().close();
        }
    }

    /** A copy of the model with its current weights and state, after this many steps of the session. */
    public ParametrizedModel model(long steps) {
        return model.trained(variables.read(session, model.variables().keys()), model.step() + steps);
    }

    /** A copy of the current weights and state, and of the variables that an auxiliary loss trains. */
    public Weights variables() {
        Set<WeightKey> keys = new LinkedHashSet<>(model.variables().keys());
        keys.addAll(slots.trained());
        return variables.read(session, keys);
    }

    /** A copy of the optimizer's slots. */
    public Weights slots() {
        return slots.read(session);
    }

    /** Replaces weights and state. */
    public void assign(Weights others) {
        variables.assign(session, others);
    }

    /** Replaces the optimizer's slots. */
    public void assignSlots(Weights others) {
        slots.assign(session, others);
    }

    /** Replaces the slots of variables that are trained here, and ignores others. */
    public void assignKnownSlots(Weights others) {
        slots.assignKnown(session, others);
    }

    /** A weight or trained state with values that are NaN or infinite; empty if there is none. */
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
