// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NumericArray;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.layer.Input;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.history.TrainingException;
import io.espalier.train.lowering.ForwardPass;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Transfer learning with a frozen base: a model whose first layers are {@linkplain Model#freeze frozen}, split into base and head. The base's outputs
 * do not change while the head is trained, so they are computed only once.
 *
 * <pre>{@code
 * FrozenBase cut = FrozenBase.of(model.freeze(node -> !node.name().equals("predictions"))).orElseThrow();
 * Model head = trainer.fit(cut.head(), cut.features(images, threads)).model();
 * Model trained = cut.withHead(head);
 * }</pre>
 */
public final class FrozenBase {
    private static final int CHUNK = 256;

    private final Model whole;
    private final Model base;
    private final Model head;

    private FrozenBase(Model whole, Model base, Model head) {
        this.whole = whole;
        this.base = base;
        this.head = head;
    }

    /**
     * Splits a model behind its last frozen layer.
     *
     * @return empty if no layer before the output is frozen, or all are
     * @throws ModelException if the model has several inputs or outputs
     */
    public static Optional<FrozenBase> of(Model model) {
        if (model.inputs().size() != 1 || model.outputs().size() != 1) {
            throw new ModelException("model '" + model.name() + "' has "
                    + model.inputs().size() + " inputs and " + model.outputs().size()
                    + " outputs; only a model with one input and one output can be split");
        }
        List<Node> nodes = ForwardPass.usedNodes(model);
        int latest = 0;
        for (int last = 1; last < nodes.size() - 1 && isConstant(model, nodes.get(last)); last++) {
            if (leadsThrough(nodes.get(last), nodes.subList(0, last + 1), nodes.subList(last + 1, nodes.size()))) {
                latest = last;
            }
        }
        return latest == 0
                ? Optional.empty()
                : Optional.of(cut(model, nodes, latest)).filter(cut -> cut.head.parameters(true) > 0);
    }

    private static FrozenBase cut(Model model, List<Node> nodes, int last) {
        return new FrozenBase(
                model,
                base(model, nodes.subList(0, last + 1)),
                head(model, nodes.get(last), nodes.subList(last + 1, nodes.size())));
    }

    private static boolean isConstant(Model model, Node node) {
        return !node.trainable()
                || (model.weightSpecs(node).isEmpty()
                        && !node.isFurtherCall()
                        && !node.layer().isRandom(model.inputShapes(node)));
    }

    /** Whether the nodes after this one use only its output, and no weights or outputs of nodes before it. */
    private static boolean leadsThrough(Node cut, List<Node> before, List<Node> after) {
        Set<String> hidden = new HashSet<>(before.stream().map(Node::name).toList());
        return after.stream().noneMatch(node -> hidden.contains(node.weightsOf()))
                && hidden.remove(cut.name())
                && after.stream().flatMap(node -> node.inputs().stream()).noneMatch(hidden::contains);
    }

    private static Model base(Model model, List<Node> nodes) {
        List<String> output = List.of(nodes.get(nodes.size() - 1).name());
        return part(model, nodes, output);
    }

    private static Model head(Model model, Node cut, List<Node> after) {
        Node input = new Node(cut.name(), new Input(model.outputShape(cut)), List.of());
        return part(model, Stream.concat(Stream.of(input), after.stream()).toList(), model.outputs());
    }

    private static Model part(Model model, List<Node> nodes, List<String> outputs) {
        // The head's input has the name of the layer that it stands for, but not its weights.
        Set<String> owners = nodes.stream()
                .filter(node -> !(node.layer() instanceof Input))
                .map(Node::name)
                .collect(Collectors.toSet());
        Map<WeightKey, Tensor> weights = new LinkedHashMap<>();
        model.weights().forEach((key, tensor) -> {
            if (owners.contains(key.layer())) {
                weights.put(key, tensor);
            }
        });
        return Model.of(model.name(), Model.Topology.simplest(nodes, outputs), nodes, outputs, Weights.of(weights));
    }

    /** The frozen layers. */
    public Model base() {
        return base;
    }

    /** The layers to train, as a model whose input is the base's output. */
    public Model head() {
        return head;
    }

    /**
     * Computes the base's outputs for a data set and holds them in memory.
     *
     * @param threads the number of threads of TensorFlow
     * @return the outputs of the base as features, with the same targets
     * @throws TrainingException if the data do not fit the model
     */
    public Dataset features(Dataset examples, int threads) {
        Shape shape = base.outputShape(base.outputs().get(0));
        ByteBuffer features = buffer(Math.multiplyExact(examples.size(), shape.elements() * Float.BYTES));
        ByteBuffer targets = buffer(examples.size() * examples.targets().bytes());
        try (Evaluator evaluator = Evaluator.of(base, threads)) {
            for (int from = 0; from < examples.size(); from += CHUNK) {
                Dataset chunk = inMemory(examples, from, Math.min(CHUNK, examples.size() - from), targets);
                features.asFloatBuffer().put(evaluator.predict(chunk).buffer());
                features.position(features.position() + chunk.size() * shape.elements() * Float.BYTES);
            }
        }
        NumericArray computed = array(ElementType.FLOAT32, examples.size(), shape.dimensions(), features.flip());
        NumericArray labels = array(
                examples.targets().type(), examples.size(), examples.targets().shape(), targets.flip());
        return ArrayDataset.of(examples.name(), computed, labels, Scaling.IDENTITY, examples.classNames());
    }

    // Examples may have to be decoded, so each is read once, for its features and its target.
    private static Dataset inMemory(Dataset examples, int from, int count, ByteBuffer targets) {
        ElementSpec spec = examples.features();
        ByteBuffer features = buffer(count * spec.bytes());
        ByteBuffer own = buffer(count * examples.targets().bytes());
        examples.read(IntStream.range(from, from + count).toArray(), 0, count, features, own);
        targets.put(own.flip().duplicate());
        NumericArray numbers = array(spec.type(), count, spec.shape(), features.flip());
        NumericArray labels =
                array(examples.targets().type(), count, examples.targets().shape(), own);
        return ArrayDataset.of(examples.name(), numbers, labels, examples.scaling(), examples.classNames());
    }

    private static NumericArray array(ElementType type, int rows, List<Integer> shape, ByteBuffer data) {
        List<Integer> dimensions = new ArrayList<>(List.of(rows));
        dimensions.addAll(shape);
        return new NumericArray(type, dimensions, data);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /**
     * The whole model with the weights of a trained head.
     *
     * @throws ModelException if the head has weights of other names or shapes than {@link #head}
     */
    public Model withHead(Model trainedHead) {
        return whole.withWeights(whole.weights()
                .map((key, tensor) ->
                        head.weights().contains(key) ? trainedHead.weights().get(key) : tensor));
    }
}
