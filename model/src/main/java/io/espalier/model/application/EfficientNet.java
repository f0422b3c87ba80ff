// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.application;

import io.espalier.model.Model;
import io.espalier.model.application.Trunk.Features;
import io.espalier.model.keras.KerasWeights.Published;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.merging.Multiply;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.preprocessing.Normalization;
import io.espalier.model.layer.preprocessing.Rescaling;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Size;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The EfficientNets of Keras, and EfficientNet-Lite0, which has no squeezing and only ReLU6, so that it quantizes well.
 *
 * <p>They take images with values from 0 to 255; their first layers normalize them.
 *
 * @see <a href="https://arxiv.org/abs/1905.11946">Tan and Le, 2019</a>
 */
public enum EfficientNet {
    B0(1.0, 1.0, 224, 0.2f, "902e53a9f72be733fc0bcb005b3ebbac", "50bc09e76180e00e4465e1a485ddc09d"),
    B1(1.0, 1.1, 240, 0.2f, "1d254153d4ab51201f1646940f018540", "74c4e6b3e1f6a1eea24c589628592432"),
    B2(1.1, 1.2, 260, 0.3f, "b15cce36ff4dcbd00b6dd88e7857a6ad", "111f8e2ac8aa800a7a99e3239f7bfb39"),
    B3(1.2, 1.4, 300, 0.3f, "ffd1fdc53d0ce67064dc6a9c7960ede0", "af6d107764bb5b1abb91932881670226"),
    B4(1.4, 1.8, 380, 0.4f, "18c95ad55216b8f92d7e70b3a046e2fc", "ebc24e6d6c33eaebbd558eafbeedf1ba"),
    B5(1.6, 2.2, 456, 0.4f, "ace28f2a6363774853a83a0b21b9421a", "38879255a25d3c92d5e44e04ae6cec6f"),
    B6(1.8, 2.6, 528, 0.5f, "165f6e37dce68623721b423839de8be5", "9ecce42647a20130c1f39a5d4cb75743"),
    B7(2.0, 3.1, 600, 0.5f, "8c03f828fec3ef71311cd463b6759d99", "cbcfe4450ddf6f3ad90b1b398090fe4a"),
    LITE0(1.0, 1.0, 224, 0.2f, "", "");

    /**
     * Consecutive blocks of one kind; only the first has the stride.
     *
     * @param filters the number of filters of each block, before scaling
     * @param expansion the factor by which a block expands the number of its channels
     */
    private record Stage(int kernelSide, int repeats, int filters, int expansion, int stride) {}

    private static final List<Stage> STAGES = List.of(
            new Stage(3, 1, 16, 1, 1),
            new Stage(3, 2, 24, 6, 2),
            new Stage(5, 2, 40, 6, 2),
            new Stage(3, 3, 80, 6, 2),
            new Stage(5, 3, 112, 6, 1),
            new Stage(5, 4, 192, 6, 2),
            new Stage(3, 1, 320, 6, 1));
    private static final String PUBLISHER = "https://storage.googleapis.com/keras-applications/";
    private static final int STEM_FILTERS = 32;
    private static final int TOP_FILTERS = 1280;
    private static final float DROP_CONNECT_RATE = 0.2f;
    private static final double SQUEEZE_RATIO = 0.25;
    private static final List<Double> IMAGENET_DEVIATIONS = List.of(0.229, 0.224, 0.225);

    private final double width;
    private final double depth;
    private final int defaultSide;
    private final float dropoutRate;
    private final String md5WithTop;
    private final String md5WithoutTop;

    EfficientNet(double width, double depth, int side, float dropoutRate, String md5WithTop, String md5WithoutTop) {
        this.width = width;
        this.depth = depth;
        this.defaultSide = side;
        this.dropoutRate = dropoutRate;
        this.md5WithTop = md5WithTop;
        this.md5WithoutTop = md5WithoutTop;
    }

    /**
     * The weights that Keras publishes for {@link #buildForImageNetWeights}; none for EfficientNet-Lite0.
     *
     * @param withTop with the classifier of ImageNet's thousand classes
     */
    public Optional<Published> imageNetWeights(boolean withTop) {
        String md5 = withTop ? md5WithTop : md5WithoutTop;
        return md5.isEmpty()
                ? Optional.empty()
                : Optional.of(Published.of(PUBLISHER, kerasName() + (withTop ? ".h5" : "_notop.h5"), md5));
    }

    /** The name of the model in Keras, and of its weight files: {@code efficientnetb0}. */
    public String kerasName() {
        return "efficientnet" + name().toLowerCase(Locale.ROOT);
    }

    /** The size of the images that it was designed for. */
    public Size defaultSize() {
        return Size.square(defaultSide);
    }

    /**
     * The network with weights that are initialized from the seed.
     *
     * @param size the size of the images, at least 32 by 32
     */
    public Model build(Size size, Head head, long seed) {
        return build(size, head, false, seed);
    }

    /**
     * The network that the published ImageNet weights belong to: there the channels are scaled once more behind the normalization, as they
     * were when those weights were trained.
     */
    public Model buildForImageNetWeights(Size size, Head head, long seed) {
        return build(size, head, true, seed);
    }

    private Model build(Size size, Head head, boolean imagenet, long seed) {
        Trunk trunk = new Trunk(kerasName());
        Features features = normalized(trunk, trunk.input(size), imagenet);
        features = trunk.padded("stem_conv_pad", 3, features);
        Conv2D stem = Conv2D.of(scaled(STEM_FILTERS), 3).withStrides(2).withoutBias();
        features = trunk.apply("stem_conv", stem, features);
        features = activated(trunk, "stem_", "bn", "activation", features);
        int blocks = STAGES.stream().mapToInt(this::repeats).sum();
        int block = 0;
        for (int stage = 0; stage < STAGES.size(); stage++) {
            for (int repeat = 0; repeat < repeats(STAGES.get(stage)); repeat++) {
                String prefix = "block" + (stage + 1) + (char) ('a' + repeat) + "_";
                int stride = repeat == 0 ? STAGES.get(stage).stride() : 1;
                float dropRate = DROP_CONNECT_RATE * block++ / blocks;
                features = block(trunk, prefix, STAGES.get(stage), stride, dropRate, features);
            }
        }
        features = trunk.convolved("top_conv", scaled(TOP_FILTERS), 1, 1, features);
        features = activated(trunk, "top_", "bn", "activation", features);
        return trunk.build(seed, head(trunk, head, features));
    }

    private Features normalized(Trunk trunk, Features pictures, boolean imagenet) {
        if (this == LITE0) {
            return trunk.apply(Rescaling.of(1 / 128f, -127 / 128f), pictures);
        }
        Features scaled = trunk.apply(Rescaling.of(1 / 255f, 0), pictures);
        Features normalized = trunk.apply(new Normalization(), scaled);
        List<Float> scales = IMAGENET_DEVIATIONS.stream()
                .map(deviation -> (float) (1 / Math.sqrt(deviation)))
                .toList();
        return imagenet ? trunk.apply(new Rescaling(scales, List.of(0f)), normalized) : normalized;
    }

    /** An inverted residual block. */
    private Features block(Trunk trunk, String prefix, Stage stage, int stride, float dropRate, Features input) {
        int filters = input.channels() * stage.expansion();
        Features features = input;
        if (stage.expansion() != 1) {
            features = trunk.convolved(prefix + "expand_conv", filters, 1, 1, features);
            features = activated(trunk, prefix, "expand_bn", "expand_activation", features);
        }
        features = trunk.convolvedDepthwise(
                prefix + "dwconv", prefix + "dwconv_pad", stage.kernelSide(), stride, features);
        features = activated(trunk, prefix, "bn", "activation", features);
        if (this != LITE0) {
            features = squeezedAndExcited(trunk, prefix, input.channels(), features);
        }
        features = trunk.convolved(prefix + "project_conv", scaled(stage.filters()), 1, 1, features);
        features = trunk.apply(prefix + "project_bn", BatchNormalization.defaults(), features);
        if (stride != 1 || features.channels() != input.channels()) {
            return features;
        }
        if (dropRate > 0) {
            features = trunk.apply(prefix + "drop", Dropout.ofExamples(dropRate, features.shape()), features);
        }
        return trunk.apply(prefix + "add", new Add(), features, input);
    }

    private static Features squeezedAndExcited(Trunk trunk, String prefix, int channelsBefore, Features input) {
        int filters = input.channels();
        Features excitation = trunk.apply(prefix + "se_squeeze", new GlobalAveragePooling2D(), input);
        excitation = trunk.apply(prefix + "se_reshape", Reshape.to(1, 1, filters), excitation);
        int squeezed = Math.max(1, (int) (channelsBefore * SQUEEZE_RATIO));
        Conv2D reduce = Conv2D.of(squeezed, 1).withPadding(Padding.SAME).withActivation(ActivationFunction.SWISH);
        excitation = trunk.apply(prefix + "se_reduce", reduce, excitation);
        Conv2D expand = Conv2D.of(filters, 1).withPadding(Padding.SAME).withActivation(ActivationFunction.SIGMOID);
        excitation = trunk.apply(prefix + "se_expand", expand, excitation);
        return trunk.apply(prefix + "se_excite", new Multiply(), input, excitation);
    }

    private Features activated(Trunk trunk, String prefix, String normalization, String activation, Features input) {
        Features normalized = trunk.apply(prefix + normalization, BatchNormalization.defaults(), input);
        ActivationFunction function = this == LITE0 ? ActivationFunction.RELU6 : ActivationFunction.SWISH;
        return trunk.apply(prefix + activation, new Activation(function), normalized);
    }

    private Features head(Trunk trunk, Head head, Features features) {
        return trunk.head(
                head,
                features,
                input -> trunk.apply("avg_pool", new GlobalAveragePooling2D(), input),
                input -> trunk.apply("top_dropout", new Dropout(dropoutRate), input));
    }

    private int scaled(int filters) {
        return Trunk.divisible(filters * width);
    }

    private int repeats(Stage stage) {
        return (int) Math.ceil(depth * stage.repeats());
    }
}
