// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import io.espalier.base.internal.NearestName;
import io.espalier.model.layer.Input;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A graph of named layers with the values of their weights. Immutable: training and compression return new models.
 *
 * <p>Build one with {@link #sequential} or {@link #functional}, which check every layer against its input shapes. Each node comes after its
 * inputs.
 */
public final class Model {
    /** Which of Keras's two classes a model is written and shown as. */
    public enum Topology {
        SEQUENTIAL,
        FUNCTIONAL;

        /** Sequential if each layer is called once on the output of the layer before, and the last output is the model's; else functional. */
        public static Topology simplest(List<Node> nodes, List<String> outputs) {
            for (int i = 1; i < nodes.size(); i++) {
                if (nodes.get(i).isFurtherCall()
                        || !nodes.get(i)
                                .inputs()
                                .equals(List.of(nodes.get(i - 1).name()))) {
                    return FUNCTIONAL;
                }
            }
            return outputs.equals(List.of(nodes.get(nodes.size() - 1).name())) ? SEQUENTIAL : FUNCTIONAL;
        }
    }

    private final String name;
    private final Topology topology;
    private final List<Node> nodes;
    private final List<String> outputs;
    private final Map<String, Shape> shapes;
    private final Weights weights;
    private final Map<WeightKey, Clusters> clusters;
    private final Optional<TrainedQuantization> quantization;

    private Model(
            String name,
            Topology topology,
            List<Node> nodes,
            List<String> outputs,
            Map<String, Shape> shapes,
            Weights weights,
            Map<WeightKey, Clusters> clusters,
            Optional<TrainedQuantization> quantization) {
        this.name = name;
        this.topology = topology;
        this.nodes = nodes;
        this.outputs = outputs;
        this.shapes = shapes;
        this.weights = weights;
        this.clusters = clusters;
        this.quantization = quantization;
    }

    /** Builds a model with one path, layer after layer. */
    public static SequentialBuilder sequential() {
        return new SequentialBuilder("sequential");
    }

    /** Builds a sequential model with this name. */
    public static SequentialBuilder sequential(String name) {
        return new SequentialBuilder(name);
    }

    /** Builds any graph of layers by applying each to its input tensors. */
    public static FunctionalBuilder functional() {
        return new FunctionalBuilder("model");
    }

    /** Builds a functional model with this name. */
    public static FunctionalBuilder functional(String name) {
        return new FunctionalBuilder(name);
    }

    /**
     * A model of existing nodes and weights, such as those of a file.
     *
     * @param nodes each after its inputs
     * @throws ModelException if names, inputs, shapes or weights do not fit
     */
    public static Model of(String name, Topology topology, List<Node> nodes, List<String> outputs, Weights weights) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(topology, "topology");
        Architecture architecture = Architecture.of(nodes, outputs);
        architecture.check(weights);
        return new Model(
                name,
                topology,
                architecture.nodes(),
                architecture.outputs(),
                architecture.shapes(),
                weights,
                Map.of(),
                Optional.empty());
    }

    /**
     * A model of existing nodes, with weights initialized from the seed.
     *
     * @throws ModelException if names, inputs or shapes do not fit
     */
    public static Model initialized(String name, Topology topology, List<Node> nodes, List<String> outputs, long seed) {
        return of(
                name, topology, nodes, outputs, Architecture.of(nodes, outputs).initialWeights(seed));
    }

    /** A model with weights initialized from the seed, except those that its parts bring along. */
    static Model initialized(String name, Topology topology, NodesBuilder nodes, List<String> outputs, long seed) {
        Architecture architecture = Architecture.of(nodes.nodes(), outputs);
        Weights weights = architecture
                .initialWeights(seed)
                .map((key, initial) -> nodes.weights().getOrDefault(key, initial));
        return of(name, topology, nodes.nodes(), outputs, weights);
    }

    /** The name of the model. */
    public String name() {
        return name;
    }

    /** Which of Keras's two classes the model is written and shown as. */
    public Topology topology() {
        return topology;
    }

    /** All layers in order, each after its inputs. */
    public List<Node> nodes() {
        return nodes;
    }

    /**
     * The node with this name.
     *
     * @throws ModelException if there is none
     */
    public Node node(String nodeName) {
        return nodes.stream()
                .filter(node -> node.name().equals(nodeName))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> names = nodes.stream().map(Node::name).toList();
                    return new ModelException("model '" + name + "' has no layer '" + nodeName + "'"
                            + NearestName.suggestion(nodeName, names) + "; it has " + String.join(", ", names));
                });
    }

    /** The input nodes. */
    public List<Node> inputs() {
        return nodes.stream().filter(node -> node.layer() instanceof Input).toList();
    }

    /** The names of the nodes whose outputs are the outputs of the model. */
    public List<String> outputs() {
        return outputs;
    }

    /**
     * A copy whose only output is that of one layer. All layers stay.
     *
     * @throws ModelException if there is no such layer
     */
    public Model withOutput(String layer) {
        return new Model(
                name, Topology.FUNCTIONAL, nodes, List.of(node(layer).name()), shapes, weights, clusters, quantization);
    }

    /** The output shape of a node, for one example. */
    public Shape outputShape(String nodeName) {
        return outputShape(node(nodeName));
    }

    /** The output shape of a node, for one example. */
    public Shape outputShape(Node node) {
        return Architecture.shapeOf(node.name(), shapes);
    }

    /** The input shapes of a node, for one example. */
    public List<Shape> inputShapes(Node node) {
        return Architecture.inputShapes(node, shapes);
    }

    /** The weights of a node, in Keras's order; none for a further call of a layer. */
    public List<WeightSpec> weightSpecs(Node node) {
        if (node.isFurtherCall()) {
            return List.of();
        }
        List<WeightSpec> specs = node.layer().weights(inputShapes(node));
        return node.trainable()
                ? specs
                : specs.stream().map(WeightSpec::untrained).toList();
    }

    /** A copy in which exactly the layers that match are frozen: training does not change them. */
    public Model freeze(Predicate<Node> layers) {
        Set<String> frozen = nodes.stream().filter(layers).map(Node::name).collect(Collectors.toSet());
        List<Node> changed = nodes.stream()
                .map(node -> node.withTrainable(!frozen.contains(node.weightsOf())))
                .toList();
        return new Model(name, topology, changed, outputs, shapes, weights, clusters, quantization);
    }

    /** A copy in which all layers are trained. */
    public Model unfreeze() {
        return freeze(node -> false);
    }

    /** The values of all weights. */
    public Weights weights() {
        return weights;
    }

    /** The ranges and grids of quantization-aware training, if the weights come from one. */
    public Optional<TrainedQuantization> quantization() {
        return quantization;
    }

    /**
     * A copy with the ranges and grids of quantization-aware training.
     *
     * @throws ModelException if they name layers or weights that the model does not have
     */
    public Model withQuantization(TrainedQuantization trained) {
        trained.ranges().keySet().forEach(activation -> node(activation.layer()));
        trained.grids().keySet().forEach(weights::get);
        return new Model(name, topology, nodes, outputs, shapes, weights, clusters, Optional.of(trained));
    }

    /** A copy without the ranges and grids of quantization-aware training: a plain float model. */
    public Model withoutQuantization() {
        return withWeights(weights);
    }

    /**
     * A copy with other weights, and without {@link #quantization()}.
     *
     * @throws ModelException if a weight is missing, unknown or of another shape
     */
    public Model withWeights(Weights changed) {
        return of(name, topology, nodes, outputs, changed).withClusters(clusters);
    }

    /** The weights that were clustered. Something else may have changed their values since. */
    public Map<WeightKey, Clusters> clusters() {
        return clusters;
    }

    /**
     * A copy that knows these weights to be clustered.
     *
     * @throws ModelException if the model has no such weight
     */
    public Model withClusters(Map<WeightKey, Clusters> clustered) {
        clustered.keySet().forEach(weights::get);
        Map<WeightKey, Clusters> known = Collections.unmodifiableMap(new LinkedHashMap<>(clustered));
        return new Model(name, topology, nodes, outputs, shapes, weights, known, quantization);
    }

    /** The number of parameters: of all weights, or of the trainable ones only. */
    public long parameters(boolean trainableOnly) {
        return nodes.stream()
                .flatMap(node -> weightSpecs(node).stream())
                .filter(weight -> weight.trainable() || !trainableOnly)
                .mapToLong(weight -> weight.shape().elements())
                .sum();
    }

    /** A table of the layers with their output shapes and parameters, in the form of Keras 2. */
    public String summary() {
        return summary(List::of);
    }

    /** The same table with lines of at most this many characters, 40 or more. */
    public String summary(int lineLength) {
        return new Summary(this, List::of, lineLength).toString();
    }

    /**
     * The same table with changed rows: each layer is shown by the rows that the function returns for it. Layers that follow are connected to
     * the last of these rows.
     */
    public String summary(Function<SummaryRow, List<SummaryRow>> change) {
        return new Summary(this, change, Integer.MAX_VALUE).toString();
    }

    @Override
    public String toString() {
        return "Model '" + name + "' of " + nodes.size() + " layers, " + parameters(false) + " parameters";
    }
}
