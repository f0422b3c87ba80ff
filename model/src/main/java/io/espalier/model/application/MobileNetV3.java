// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.application;

import static io.espalier.model.layer.ActivationFunction.HARD_SIGMOID;
import static io.espalier.model.layer.ActivationFunction.HARD_SWISH;
import static io.espalier.model.layer.ActivationFunction.RELU;

import io.espalier.model.Model;
import io.espalier.model.application.Trunk.Features;
import io.espalier.model.keras.KerasWeights.Published;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.merging.Multiply;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.preprocessing.Rescaling;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Size;
import java.util.List;
import java.util.Locale;

/**
 * The two MobileNetV3 of Keras, with the layer names that TensorFlow's Keras gives them. They take images with values from 0 to 255;
 * their first layer scales them.
 *
 * @see <a href="https://arxiv.org/abs/1905.02244">Howard and others, 2019</a>
 */
public enum MobileNetV3 {
    SMALL(1024, "8768d4c2e7dee89b9d02b2d03d65d862", "d3e8ec802a04aa4fc771ee12a9a9b836"),
    LARGE(1280, "59e551e166be033d707958cf9e29a6a7", "07fb09a5933dd0c8eaafa16978110389");

    /**
     * An inverted residual block.
     *
     * @param expansion the factor by which the block expands the number of its channels
     * @param squeezes whether the block has a squeeze-and-excitation part
     */
    private record Block(
            double expansion, int filters, int kernelSide, int stride, boolean squeezes, ActivationFunction function) {}

    private static final List<Block> SMALL_BLOCKS = List.of(
            new Block(1, 16, 3, 2, true, RELU),
            new Block(72 / 16.0, 24, 3, 2, false, RELU),
            new Block(88 / 24.0, 24, 3, 1, false, RELU),
            new Block(4, 40, 5, 2, true, HARD_SWISH),
            new Block(6, 40, 5, 1, true, HARD_SWISH),
            new Block(6, 40, 5, 1, true, HARD_SWISH),
            new Block(3, 48, 5, 1, true, HARD_SWISH),
            new Block(3, 48, 5, 1, true, HARD_SWISH),
            new Block(6, 96, 5, 2, true, HARD_SWISH),
            new Block(6, 96, 5, 1, true, HARD_SWISH),
            new Block(6, 96, 5, 1, true, HARD_SWISH));
    private static final List<Block> LARGE_BLOCKS = List.of(
            new Block(1, 16, 3, 1, false, RELU),
            new Block(4, 24, 3, 2, false, RELU),
            new Block(3, 24, 3, 1, false, RELU),
            new Block(3, 40, 5, 2, true, RELU),
            new Block(3, 40, 5, 1, true, RELU),
            new Block(3, 40, 5, 1, true, RELU),
            new Block(6, 80, 3, 2, false, HARD_SWISH),
            new Block(2.5, 80, 3, 1, false, HARD_SWISH),
            new Block(2.3, 80, 3, 1, false, HARD_SWISH),
            new Block(2.3, 80, 3, 1, false, HARD_SWISH),
            new Block(6, 112, 3, 1, true, HARD_SWISH),
            new Block(6, 112, 3, 1, true, HARD_SWISH),
            new Block(6, 160, 5, 2, true, HARD_SWISH),
            new Block(6, 160, 5, 1, true, HARD_SWISH),
            new Block(6, 160, 5, 1, true, HARD_SWISH));
    private static final int FIRST_FILTERS = 16;
    private static final int LAST_EXPANSION = 6;
    private static final double SQUEEZE_RATIO = 0.25;
    private static final float DROPOUT_RATE = 0.2f;
    private static final BatchNormalization NORMALIZATION =
            BatchNormalization.defaults().withMomentum(0.999f);
    private static final String PUBLISHER =
            "https://storage.googleapis.com/tensorflow/keras-applications/mobilenet_v3/";

    /** The size of the images that both were designed for. */
    public static final Size DEFAULT_SIZE = Size.square(224);

    private final int lastFilters;
    private final String md5WithTop;
    private final String md5WithoutTop;

    MobileNetV3(int lastFilters, String md5WithTop, String md5WithoutTop) {
        this.lastFilters = lastFilters;
        this.md5WithTop = md5WithTop;
        this.md5WithoutTop = md5WithoutTop;
    }

    /**
     * The weights that Keras publishes.
     *
     * @param withTop with the classifier of ImageNet's thousand classes
     */
    public Published imageNetWeights(boolean withTop) {
        String name = "weights_mobilenet_v3_" + name().toLowerCase(Locale.ROOT) + "_224_1.0_float";
        return withTop
                ? Published.of(PUBLISHER, name + ".h5", md5WithTop)
                : Published.of(PUBLISHER, name + "_no_top_v2.h5", md5WithoutTop);
    }

    /**
     * The network with weights that are initialized from the seed.
     *
     * @param size the size of the images, at least 32 by 32
     */
    public Model build(Size size, Head head, long seed) {
        Trunk trunk = new Trunk(this == SMALL ? "MobilenetV3small" : "MobilenetV3large");
        Features features = trunk.apply(Rescaling.of(1 / 127.5f, -1), trunk.input(size));
        features = trunk.convolved("Conv", FIRST_FILTERS, 3, 2, features);
        features = activated(trunk, "Conv/BatchNorm", HARD_SWISH, features);
        List<Block> blocks = this == SMALL ? SMALL_BLOCKS : LARGE_BLOCKS;
        for (int number = 0; number < blocks.size(); number++) {
            String prefix = number == 0 ? "expanded_conv/" : "expanded_conv_" + number + "/";
            features = block(trunk, prefix, number > 0, blocks.get(number), features);
        }
        int wide = Trunk.divisible(features.channels() * LAST_EXPANSION);
        features = trunk.convolved("Conv_1", wide, 1, 1, features);
        features = activated(trunk, "Conv_1/BatchNorm", HARD_SWISH, features);
        return trunk.build(seed, head(trunk, head, features));
    }

    private static Features block(Trunk trunk, String prefix, boolean expands, Block block, Features input) {
        int wide = Trunk.divisible(input.channels() * block.expansion());
        Features features = input;
        if (expands) {
            features = trunk.convolved(prefix + "expand", wide, 1, 1, features);
            features = activated(trunk, prefix + "expand/BatchNorm", block.function(), features);
        }
        features = trunk.convolvedDepthwise(
                prefix + "depthwise", prefix + "depthwise/pad", block.kernelSide(), block.stride(), features);
        features = activated(trunk, prefix + "depthwise/BatchNorm", block.function(), features);
        if (block.squeezes()) {
            features = squeezedAndExcited(trunk, prefix + "squeeze_excite/", wide, features);
        }
        features = trunk.convolved(prefix + "project", block.filters(), 1, 1, features);
        features = trunk.apply(prefix + "project/BatchNorm", NORMALIZATION, features);
        boolean isResidual = block.stride() == 1 && features.channels() == input.channels();
        return isResidual ? trunk.apply(prefix + "Add", new Add(), input, features) : features;
    }

    private static Features squeezedAndExcited(Trunk trunk, String prefix, int filters, Features input) {
        Features excitation = trunk.apply(prefix + "AvgPool", new GlobalAveragePooling2D(true), input);
        Conv2D reduce = Conv2D.of(Trunk.divisible(filters * SQUEEZE_RATIO), 1).withPadding(Padding.SAME);
        excitation = trunk.apply(prefix + "Conv", reduce, excitation);
        excitation = trunk.apply(prefix + "Relu", ReLU.unbounded(), excitation);
        excitation = trunk.apply(prefix + "Conv_1", Conv2D.of(filters, 1).withPadding(Padding.SAME), excitation);
        excitation = trunk.apply(new Activation(HARD_SIGMOID), excitation);
        return trunk.apply(prefix + "Mul", new Multiply(), input, excitation);
    }

    private static Features activated(Trunk trunk, String normalization, ActivationFunction function, Features input) {
        return trunk.apply(new Activation(function), trunk.apply(normalization, NORMALIZATION, input));
    }

    private Features head(Trunk trunk, Head head, Features features) {
        if (head instanceof Head.Features) {
            return features;
        }
        if (head instanceof Head.Classifier classifier) {
            Features pooled = trunk.apply(new GlobalAveragePooling2D(true), features);
            Features wide = trunk.apply("Conv_2", Conv2D.of(lastFilters, 1).withPadding(Padding.SAME), pooled);
            Features dropped = trunk.apply(new Dropout(DROPOUT_RATE), trunk.apply(new Activation(HARD_SWISH), wide));
            Conv2D logits = Conv2D.of(classifier.classes(), 1).withPadding(Padding.SAME);
            Features row = trunk.apply(new Flatten(), trunk.apply("Logits", logits, dropped));
            return trunk.apply("Predictions", new Activation(classifier.activation()), row);
        }
        return trunk.apply("avg_pool", new GlobalAveragePooling2D(), features);
    }
}
