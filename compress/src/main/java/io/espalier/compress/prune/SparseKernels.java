// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.reshaping.ZeroPadding2D;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Size;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which layers XNNPACK can run while images are laid out channel by channel, as its kernels for sparse weights need them. They are those
 * that tfmot's {@code PruneForLatencyOnXNNPack} allows.
 *
 * @see <a href="https://arxiv.org/abs/1911.09723">Elsen et al., Fast Sparse ConvNets (2019)</a>
 */
final class SparseKernels {
    private static final int COLORS = 3;
    private static final Set<ActivationFunction> FUNCTIONS = Set.of(
            ActivationFunction.LINEAR, ActivationFunction.RELU, ActivationFunction.RELU6, ActivationFunction.SIGMOID);

    private SparseKernels() {}

    static boolean isPointwise(Node node) {
        return node.layer() instanceof Conv2D convolution
                && convolution.kernelSize().equals(Size.ONE)
                && convolution.strides().equals(Size.ONE);
    }

    /** Why a layer is not where such a part of a model can start; empty if it is. */
    static Optional<String> startProblem(Model model, Node node) {
        if (!(node.layer() instanceof Conv2D convolution)) {
            return Optional.of("is not a convolution");
        }
        if (!convolution.kernelSize().equals(Size.square(3))
                || !convolution.strides().equals(Size.square(2))) {
            return Optional.of("has kernel size " + convolution.kernelSize() + " and strides " + convolution.strides());
        }
        int channels = model.inputShapes(node).get(0).channels();
        if (channels != COLORS || !convolution.dilation().equals(Size.ONE)) {
            return Optional.of("has " + channels + " input channels and dilation " + convolution.dilation());
        }
        return padded(model, node, convolution.padding(), 1)
                ? functionProblem(convolution.activation())
                : Optional.of("has different padding");
    }

    /** Why a layer cannot be in such a part; empty if it can. */
    static Optional<String> problem(Model model, Node node) {
        if (node.layer() instanceof Conv2D convolution) {
            return isPointwise(node)
                    ? functionProblem(convolution.activation())
                    : Optional.of("has kernel size " + convolution.kernelSize() + " and strides "
                            + convolution.strides() + "; only 1x1 with strides 1 is supported");
        }
        if (node.layer() instanceof DepthwiseConv2D convolution) {
            return depthwiseProblem(model, node, convolution);
        }
        if (node.layer() instanceof ZeroPadding2D) {
            return paddingProblem(model, node);
        }
        if (node.layer() instanceof Activation activation) {
            return functionProblem(activation.function());
        }
        boolean known = node.layer() instanceof Add
                || node.layer() instanceof BatchNormalization
                || node.layer() instanceof Dropout
                || node.layer() instanceof ReLU;
        return known ? Optional.empty() : Optional.of("is not supported");
    }

    private static Optional<String> functionProblem(ActivationFunction function) {
        return FUNCTIONS.contains(function)
                ? Optional.empty()
                : Optional.of("ends in " + function.kerasName() + ", which is not supported");
    }

    private static Optional<String> depthwiseProblem(Model model, Node node, DepthwiseConv2D convolution) {
        Size kernel = convolution.kernelSize();
        int strides = convolution.strides().height();
        if (!kernel.equals(Size.square(3)) && !kernel.equals(Size.square(5))) {
            return Optional.of("has kernel size " + kernel + "; only 3x3 and 5x5 are supported");
        }
        if (strides > 2
                || convolution.depthMultiplier() != 1
                || !convolution.dilation().equals(Size.ONE)) {
            return Optional.of("has strides " + convolution.strides() + ", depth multiplier "
                    + convolution.depthMultiplier() + " and dilation " + convolution.dilation()
                    + "; only strides 1 and 2, depth multiplier 1 and no dilation are supported");
        }
        int side = kernel.height() / 2;
        boolean same = convolution.padding() == Padding.SAME && strides == 1;
        if (!same && !padded(model, node, convolution.padding(), side)) {
            return Optional.of("needs " + (strides == 1 ? "padding same, or " : "")
                    + "padding valid after a ZeroPadding2D of " + side + " on each side");
        }
        return functionProblem(convolution.activation());
    }

    /** Whether a convolution gets so much padding on each side from a layer that does nothing else. */
    private static boolean padded(Model model, Node node, Padding padding, int side) {
        return padding == Padding.VALID
                && model.node(node.inputs().get(0)).layer().equals(ZeroPadding2D.of(side));
    }

    // XNNPACK has no kernel for it there, but lets a convolution do it, if that alone takes what it puts out.
    private static Optional<String> paddingProblem(Model model, Node node) {
        List<Node> after = model.nodes().stream()
                .filter(other -> other.inputs().contains(node.name()))
                .toList();
        boolean fused = after.size() == 1
                && after.get(0).layer() instanceof DepthwiseConv2D
                && !model.outputs().contains(node.name());
        return fused ? Optional.empty() : Optional.of("does not feed exactly one DepthwiseConv2D");
    }
}
