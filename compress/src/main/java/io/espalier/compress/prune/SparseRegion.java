// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

import io.espalier.compress.CompressionException;
import io.espalier.compress.layer.KernelLayers;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The part of a model that XNNPACK runs with sparse weights, if they are sparse enough: from convolutions that lay out images channel by channel
 * to global average pooling, with nothing in between that needs another layout. There the weights of 1x1 convolutions may be sparse; elsewhere
 * zeros save no time.
 *
 * @param pointwise the names of the 1x1 convolutions in it
 */
record SparseRegion(Set<String> pointwise) {
    /** Less than two thirds of zeros are run as dense weights. */
    static final double LEAST_SPARSITY = 2.0 / 3;

    /**
     * The region of a model.
     *
     * @throws CompressionException if it has none, or one with a layer that XNNPACK has no sparse kernels beside; names the layer and the reason
     */
    static SparseRegion of(Model model) {
        Set<String> inside = new LinkedHashSet<>();
        for (Node node : model.nodes()) {
            if (SparseKernels.startProblem(model, node).isEmpty()) {
                inside.add(node.name());
            } else if (!(node.layer() instanceof GlobalAveragePooling2D)
                    && node.inputs().stream().anyMatch(inside::contains)) {
                requireInside(model, node, inside);
                inside.add(node.name());
            }
        }
        if (inside.isEmpty()) {
            throw new CompressionException(noStart(model));
        }
        for (String output : model.outputs()) {
            if (inside.contains(output)) {
                throw refused(model.node(output), "is an output; add a global average pooling before it");
            }
        }
        Set<String> pointwise = inside.stream()
                .filter(name -> SparseKernels.isPointwise(model.node(name)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (pointwise.isEmpty()) {
            throw new CompressionException("model '" + model.name()
                    + "' has no 1x1 convolution to prune for latency; XNNPACK has sparse kernels for no other layer");
        }
        return new SparseRegion(pointwise);
    }

    private static void requireInside(Model model, Node node, Set<String> inside) {
        SparseKernels.problem(model, node).ifPresent(problem -> {
            throw refused(node, problem);
        });
        for (String input : node.inputs()) {
            if (!inside.contains(input)) {
                throw refused(node, "also takes '" + input + "', which has a different memory layout");
            }
        }
    }

    private static CompressionException refused(Node node, String problem) {
        return new CompressionException(
                "layer '" + node.name() + "' (" + node.layer().kind() + ") " + problem
                        + ", so XNNPACK would not run any weights of the model sparse; change the layer, or prune without forLatency()");
    }

    private static String noStart(Model model) {
        List<String> reasons = new ArrayList<>();
        for (Node node : model.nodes()) {
            if (node.layer() instanceof Conv2D && reasons.isEmpty()) {
                SparseKernels.startProblem(model, node)
                        .ifPresent(problem -> reasons.add("; its first convolution '" + node.name() + "' " + problem));
            }
        }
        return "model '" + model.name()
                + "' cannot be pruned for latency: XNNPACK runs sparse weights only after a 3x3 convolution of 3 "
                + "channels with strides 2 and padding valid, which follows a ZeroPadding2D of 1 on each side"
                + String.join("", reasons);
    }

    /**
     * The 1x1 convolutions of those layers.
     *
     * @throws CompressionException if a layer is named that is none, or is not in the region
     * @throws io.espalier.model.tensor.ModelException if a layer is named that the model does not have
     */
    KernelLayers among(KernelLayers layers, Model model) {
        for (String name : layers.names()) {
            if (!pointwise.contains(model.node(name).name())) {
                throw new CompressionException("layer '" + name
                        + "' cannot be pruned for latency; XNNPACK has sparse kernels only for " + pointwise);
            }
        }
        return layers.where(layers.chosen().and(node -> pointwise.contains(node.name())));
    }

    /** @throws CompressionException if so few zeros make nothing faster */
    static void requireEnough(double sparsity) {
        if (sparsity < LEAST_SPARSITY) {
            throw new CompressionException(
                    "a final sparsity of " + sparsity
                            + " does not reduce latency: XNNPACK runs weights sparse only from two thirds of zeros; use 0.7 or more");
        }
    }
}
