// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.application;

import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.reshaping.ZeroPadding2D;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A network while it is built. It knows the output shape so far, on which paddings and later layers depend. */
final class Trunk {
    private static final int COLORS = 3;
    private static final int LEAST_SIDE = 32;

    private final FunctionalBuilder graph;

    Trunk(String name) {
        this.graph = Model.functional(name);
    }

    /** The output of a layer. */
    record Features(SymbolicTensor tensor, Shape shape) {
        int channels() {
            return shape.channels();
        }
    }

    Features input(Size size) {
        if (size.height() < LEAST_SIDE || size.width() < LEAST_SIDE) {
            throw new ModelException("images must be at least " + LEAST_SIDE + " x " + LEAST_SIDE + ", not "
                    + size.height() + " x " + size.width() + ": the network halves their size five times");
        }
        Shape shape = Shape.of(size.height(), size.width(), COLORS);
        return new Features(graph.input(shape.toArray()), shape);
    }

    /** Under Keras's automatic name. */
    Features apply(Layer layer, Features input) {
        return new Features(graph.apply(layer, input.tensor()), layer.outputShape(List.of(input.shape())));
    }

    Features apply(String name, Layer layer, Features... inputs) {
        SymbolicTensor[] tensors = Stream.of(inputs).map(Features::tensor).toArray(SymbolicTensor[]::new);
        return new Features(
                graph.apply(name, layer, tensors),
                layer.outputShape(Stream.of(inputs).map(Features::shape).toList()));
    }

    /** Convolved by a square kernel without bias, so that a normalization can follow; padded to keep the size if the stride is 1. */
    Features convolved(String name, int filters, int side, int stride, Features input) {
        Conv2D layer = Conv2D.of(filters, side).withStrides(stride).withoutBias();
        return apply(name, layer.withPadding(Padding.SAME), input);
    }

    /**
     * Each channel convolved by itself, without bias. With stride 2 the zeros around come from a layer before; otherwise the size is kept.
     *
     * @param padding the name of that layer
     */
    Features convolvedDepthwise(String name, String padding, int side, int stride, Features input) {
        DepthwiseConv2D layer = DepthwiseConv2D.of(side).withStrides(stride).withoutBias();
        return stride == 2
                ? apply(name, layer, padded(padding, side, input))
                : apply(name, layer.withPadding(Padding.SAME), input);
    }

    /**
     * What the network ends in, where the classifier is a dense layer.
     *
     * @param pooling makes one row of features of those of all places
     * @param before what the classifier takes of that row
     */
    Features head(Head head, Features features, UnaryOperator<Features> pooling, UnaryOperator<Features> before) {
        if (head instanceof Head.Features) {
            return features;
        }
        Features pooled = pooling.apply(features);
        if (head instanceof Head.Classifier classifier) {
            Dense predictions = Dense.of(classifier.classes()).withActivation(classifier.activation());
            return apply("predictions", predictions, before.apply(pooled));
        }
        return pooled;
    }

    /** The zeros that make a kernel with stride 2, which stays inside, stop where one does that is padded evenly. */
    Features padded(String name, int kernelSide, Features input) {
        int side = kernelSide / 2;
        int top = side - (1 - input.shape().dimension(0) % 2);
        int left = side - (1 - input.shape().dimension(1) % 2);
        return apply(name, new ZeroPadding2D(top, side, left, side), input);
    }

    Model build(long seed, Features output) {
        return graph.build(seed, output.tensor());
    }

    /** A number of channels, scaled, as a multiple of 8 that is not more than a tenth below it. */
    static int divisible(double channels) {
        int divisor = 8;
        int rounded = Math.max(divisor, (int) (channels + divisor / 2.0) / divisor * divisor);
        return rounded < 0.9 * channels ? rounded + divisor : rounded;
    }
}
