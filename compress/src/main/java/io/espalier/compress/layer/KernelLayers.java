// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.layer;

import io.espalier.compress.CompressionException;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.Input;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which layers something is done to that is done to kernels of convolutions and dense layers. It never is to biases, nor to depthwise kernels,
 * which are small and matter much.
 *
 * @param done what is done to kernels, for messages: {@code pruned}
 * @param names the layers that are asked for by name; all where it is empty
 * @param chosen which of these
 */
public record KernelLayers(String done, Set<String> names, Predicate<Node> chosen) {
    private static final int MOST_NAMED = 4;
    private static final String DEPTHWISE = "depthwise kernels are small and matter much";

    public KernelLayers {
        names = Set.copyOf(names);
    }

    /** All layers of a model. */
    public static KernelLayers all(String done) {
        return new KernelLayers(done, Set.of(), node -> true);
    }

    /** Only those of these names. */
    public KernelLayers named(String... layers) {
        return new KernelLayers(done, Set.of(layers), chosen);
    }

    /** Only those that this holds for. */
    public KernelLayers where(Predicate<Node> holds) {
        return new KernelLayers(done, names, holds);
    }

    /**
     * The layers that are asked for, whether or not they have kernels.
     *
     * @throws io.espalier.model.tensor.ModelException if one is named that the model does not have
     * @throws CompressionException if one is named that has no kernel, or if none has; if the model was trained quantization-aware
     */
    public List<Node> of(Model model) {
        requireFloats(model, done);
        for (String name : names) {
            Node node = model.node(name);
            if (kernels(node).isEmpty()) {
                throw new CompressionException("layer '" + name + "' ("
                        + node.layer().kind() + ") has no weight that can be " + done
                        + (hasOtherKernel(model, node) ? ": " + DEPTHWISE : "") + "; " + offer(model));
            }
        }
        List<Node> layers = model.nodes().stream()
                .filter(node -> !(node.layer() instanceof Input))
                .filter(node -> names.isEmpty() || names.contains(node.name()))
                .filter(chosen)
                .toList();
        if (layers.stream().allMatch(node -> kernels(node).isEmpty())) {
            throw new CompressionException("no chosen layer has a weight that can be " + done + "; " + offer(model));
        }
        return layers;
    }

    /** Says which of the layers have a kernel that is left as it is, and why. */
    public List<String> notes(Model model) {
        List<String> left = of(model).stream()
                .filter(node -> kernels(node).isEmpty() && hasOtherKernel(model, node))
                .map(Node::name)
                .toList();
        return left.isEmpty() ? List.of() : List.of(note(left, "not " + done, DEPTHWISE));
    }

    /** A note on layers with something in common: {@code 'a' and 2 more layers are not pruned: REASON}. */
    public static String note(List<String> layers, String what, String reason) {
        String names =
                layers.stream().limit(MOST_NAMED).map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        int more = layers.size() - MOST_NAMED;
        return (layers.size() == 1 ? "layer " : "layers ") + names + (more > 0 ? " and " + more + " more" : "")
                + (layers.size() == 1 ? " is " : " are ") + what + ": " + reason;
    }

    private static boolean hasOtherKernel(Model model, Node node) {
        return !node.isFurtherCall()
                && model.weightSpecs(node).stream().anyMatch(spec -> spec.name().endsWith("kernel"));
    }

    /**
     * @param done as in {@link #done}
     * @throws CompressionException if the model was trained quantization-aware: other weights would not fit what that found
     */
    public static void requireFloats(Model model, String done) {
        if (model.quantization().isPresent()) {
            throw new CompressionException("model '" + model.name() + "' was trained quantization-aware, which would be"
                    + " undone if the model were " + done
                    + " now; do this before quantization-aware training, or start from the float model,"
                    + " model.withoutQuantization(), and quantize it again");
        }
    }

    private static String offer(Model model) {
        return "layers of model '" + model.name() + "' to choose from: "
                + model.nodes().stream()
                        .filter(node -> !kernels(node).isEmpty())
                        .map(Node::name)
                        .collect(Collectors.joining(", "));
    }

    /** The kernels of all these layers. */
    public List<WeightKey> kernels(Model model) {
        return of(model).stream().flatMap(node -> kernels(node).stream()).toList();
    }

    /** The kernels of one layer. */
    public static List<WeightKey> kernels(Node node) {
        return node.isFurtherCall()
                ? List.of()
                : node.layer().kernels().stream().map(node::weightKey).toList();
    }
}
