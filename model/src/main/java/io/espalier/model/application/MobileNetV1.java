// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.application;

import io.espalier.model.Model;
import io.espalier.model.application.Trunk.Features;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.layer.reshaping.ZeroPadding2D;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Size;
import java.util.List;
import java.util.Locale;

/**
 * The first MobileNet, as in Keras. It takes images whose values are from -1 to 1.
 *
 * @param alpha scales the number of channels of all layers
 * @see <a href="https://arxiv.org/abs/1704.04861">Howard and others, 2017</a>
 */
public record MobileNetV1(double alpha) {
    /** A depthwise convolution with this stride, and a pointwise one with this number of filters. */
    private record Block(int filters, int stride) {}

    private static final List<Block> BLOCKS = List.of(
            new Block(64, 1),
            new Block(128, 2),
            new Block(128, 1),
            new Block(256, 2),
            new Block(256, 1),
            new Block(512, 2),
            new Block(512, 1),
            new Block(512, 1),
            new Block(512, 1),
            new Block(512, 1),
            new Block(512, 1),
            new Block(1024, 2),
            new Block(1024, 1));
    private static final int FIRST_FILTERS = 32;
    private static final float DROPOUT_RATE = 0.001f;

    /** The images that it was made for. */
    public static final Size DEFAULT_SIZE = Size.square(224);

    public MobileNetV1 {
        if (!(alpha > 0)) {
            throw new ModelException("the alpha of a MobileNet must be greater than 0, not " + alpha);
        }
    }

    /**
     * The network with weights that are initialized from the seed.
     *
     * @param size of the images, at least 32 by 32
     */
    public Model build(Size size, Head head, long seed) {
        Trunk trunk = new Trunk(String.format(Locale.US, "mobilenet_%.2f_%d", alpha, size.height()));
        Features features = trunk.convolved("conv1", scaled(FIRST_FILTERS), 3, 2, trunk.input(size));
        features = activated(trunk, "conv1", features);
        for (int number = 1; number <= BLOCKS.size(); number++) {
            features = block(trunk, number, BLOCKS.get(number - 1), features);
        }
        return trunk.build(seed, head(trunk, head, features));
    }

    private Features block(Trunk trunk, int number, Block block, Features input) {
        Features features = input;
        DepthwiseConv2D depthwise =
                DepthwiseConv2D.of(3).withStrides(block.stride()).withoutBias();
        if (block.stride() == 2) {
            features = trunk.apply("conv_pad_" + number, new ZeroPadding2D(0, 1, 0, 1), features);
        } else {
            depthwise = depthwise.withPadding(Padding.SAME);
        }
        features = trunk.apply("conv_dw_" + number, depthwise, features);
        features = activated(trunk, "conv_dw_" + number, features);
        features = trunk.convolved("conv_pw_" + number, scaled(block.filters()), 1, 1, features);
        return activated(trunk, "conv_pw_" + number, features);
    }

    private static Features activated(Trunk trunk, String convolution, Features input) {
        Features normalized = trunk.apply(convolution + "_bn", BatchNormalization.defaults(), input);
        return trunk.apply(convolution + "_relu", ReLU.max(6), normalized);
    }

    private static Features head(Trunk trunk, Head head, Features features) {
        if (head instanceof Head.Features) {
            return features;
        }
        if (head instanceof Head.Classifier classifier) {
            Features pooled = trunk.apply(new GlobalAveragePooling2D(true), features);
            Features dropped = trunk.apply("dropout", new Dropout(DROPOUT_RATE), pooled);
            Conv2D predictions = Conv2D.of(classifier.classes(), 1).withPadding(Padding.SAME);
            Features logits = trunk.apply("conv_preds", predictions, dropped);
            Features row = trunk.apply("reshape_2", Reshape.to(classifier.classes()), logits);
            return trunk.apply("predictions", new Activation(classifier.activation()), row);
        }
        return trunk.apply(new GlobalAveragePooling2D(), features);
    }

    private int scaled(int filters) {
        return (int) (filters * alpha);
    }
}
