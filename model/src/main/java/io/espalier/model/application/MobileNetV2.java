// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.application;

import io.espalier.model.Model;
import io.espalier.model.application.Trunk.Features;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Size;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * The MobileNetV2 of Keras. It takes images with values from -1 to 1.
 *
 * @param alpha scales the number of channels of all layers
 * @see <a href="https://arxiv.org/abs/1801.04381">Sandler and others, 2018</a>
 */
public record MobileNetV2(double alpha) {
    /** Consecutive blocks with the same number of filters; only the first has the stride. */
    private record Stage(int filters, int repeats, int stride) {}

    private static final List<Stage> STAGES = List.of(
            new Stage(24, 2, 2),
            new Stage(32, 3, 2),
            new Stage(64, 4, 2),
            new Stage(96, 3, 1),
            new Stage(160, 3, 2),
            new Stage(320, 1, 1));
    private static final int EXPANSION = 6;
    private static final int LAST_FILTERS = 1280;
    private static final BatchNormalization NORMALIZATION =
            BatchNormalization.defaults().withMomentum(0.999f);

    /** The size of the images that it was designed for. */
    public static final Size DEFAULT_SIZE = Size.square(224);

    public MobileNetV2 {
        if (!(alpha > 0)) {
            throw new ModelException("the alpha of a MobileNetV2 must be greater than 0, not " + alpha);
        }
    }

    /**
     * The network with weights that are initialized from the seed.
     *
     * @param size the size of the images, at least 32 by 32
     */
    public Model build(Size size, Head head, long seed) {
        Trunk trunk = new Trunk(String.format(Locale.US, "mobilenetv2_%.2f_%d", alpha, size.height()));
        Features features = trunk.convolved("Conv1", scaled(32), 3, 2, trunk.input(size));
        features = activated(trunk, "bn_Conv1", "Conv1_relu", features);
        features = block(trunk, "expanded_conv_", 1, 16, 1, features);
        int number = 1;
        for (Stage stage : STAGES) {
            for (int repeat = 0; repeat < stage.repeats(); repeat++) {
                int stride = repeat == 0 ? stage.stride() : 1;
                features = block(trunk, "block_" + number++ + "_", EXPANSION, stage.filters(), stride, features);
            }
        }
        int last = alpha > 1 ? scaled(LAST_FILTERS) : LAST_FILTERS;
        features = trunk.apply("Conv_1", Conv2D.of(last, 1).withoutBias(), features);
        features = activated(trunk, "Conv_1_bn", "out_relu", features);
        Features output = trunk.head(
                head, features, input -> trunk.apply(new GlobalAveragePooling2D(), input), UnaryOperator.identity());
        return trunk.build(seed, output);
    }

    /** An inverted residual block. */
    private Features block(Trunk trunk, String prefix, int expansion, int filters, int stride, Features input) {
        Features features = input;
        if (expansion > 1) {
            features = trunk.convolved(prefix + "expand", expansion * input.channels(), 1, 1, features);
            features = activated(trunk, prefix + "expand_BN", prefix + "expand_relu", features);
        }
        features = trunk.convolvedDepthwise(prefix + "depthwise", prefix + "pad", 3, stride, features);
        features = activated(trunk, prefix + "depthwise_BN", prefix + "depthwise_relu", features);
        features = trunk.convolved(prefix + "project", scaled(filters), 1, 1, features);
        features = trunk.apply(prefix + "project_BN", NORMALIZATION, features);
        boolean isResidual = stride == 1 && features.channels() == input.channels();
        return isResidual ? trunk.apply(prefix + "add", new Add(), input, features) : features;
    }

    private static Features activated(Trunk trunk, String normalization, String activation, Features input) {
        return trunk.apply(activation, ReLU.max(6), trunk.apply(normalization, NORMALIZATION, input));
    }

    private int scaled(int filters) {
        return Trunk.divisible(filters * alpha);
    }
}
