// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.application;

import io.espalier.model.Model;
import io.espalier.model.application.Trunk.Features;
import io.espalier.model.keras.KerasWeights.Published;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.ZeroPadding2D;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Size;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The ResNet50 of Keras. Its published weights want images as Caffe has them: blue, green, red, from 0 to 255, less the mean of each
 * channel over ImageNet (103.939, 116.779, 123.68).
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">He and others, 2015</a>
 */
public final class ResNet50 {
    /** Blocks in a row; the first has the stride and a convolution in its shortcut. */
    private record Stage(String name, int filters, int blocks, int stride) {}

    private static final List<Stage> STAGES = List.of(
            new Stage("conv2", 64, 3, 1),
            new Stage("conv3", 128, 4, 2),
            new Stage("conv4", 256, 6, 2),
            new Stage("conv5", 512, 3, 2));
    private static final int WIDENING = 4;
    private static final BatchNormalization NORMALIZATION =
            BatchNormalization.defaults().withEpsilon(1.001e-5f);

    /** The images that it was made for. */
    public static final Size DEFAULT_SIZE = Size.square(224);

    private static final String PUBLISHER = "https://storage.googleapis.com/tensorflow/keras-applications/resnet/";
    private static final String FILE_NAME = "resnet50_weights_tf_dim_ordering_tf_kernels";

    private ResNet50() {}

    /**
     * The weights that Keras publishes.
     *
     * @param withTop with the classifier of ImageNet's thousand classes
     */
    public static Published imageNetWeights(boolean withTop) {
        return withTop
                ? Published.of(PUBLISHER, FILE_NAME + ".h5", "2cb95161c43110f7111970584f804107")
                : Published.of(PUBLISHER, FILE_NAME + "_notop.h5", "4d473c1dd8becc155b73f8504c6f6626");
    }

    /**
     * The network with weights that are initialized from the seed.
     *
     * @param size of the images, at least 32 by 32
     */
    public static Model build(Size size, Head head, long seed) {
        Trunk trunk = new Trunk("resnet50");
        Features features = trunk.apply("conv1_pad", ZeroPadding2D.of(3), trunk.input(size));
        features = trunk.apply("conv1_conv", Conv2D.of(64, 7).withStrides(2), features);
        features = normalized(trunk, "conv1_bn", features);
        features = rectified(trunk, "conv1_relu", features);
        features = trunk.apply("pool1_pad", ZeroPadding2D.of(1), features);
        features = trunk.apply("pool1_pool", MaxPooling2D.of(3).withStrides(2), features);
        for (Stage stage : STAGES) {
            for (int block = 1; block <= stage.blocks(); block++) {
                features = block(trunk, stage, block, features);
            }
        }
        Features output = trunk.head(
                head,
                features,
                input -> trunk.apply("avg_pool", new GlobalAveragePooling2D(), input),
                UnaryOperator.identity());
        return trunk.build(seed, output);
    }

    /** A bottleneck block. */
    private static Features block(Trunk trunk, Stage stage, int number, Features input) {
        String name = stage.name() + "_block" + number;
        int stride = number == 1 ? stage.stride() : 1;
        Features shortcut = input;
        if (number == 1) {
            Conv2D widening = Conv2D.of(WIDENING * stage.filters(), 1).withStrides(stride);
            shortcut = normalized(trunk, name + "_0_bn", trunk.apply(name + "_0_conv", widening, input));
        }
        Features features =
                trunk.apply(name + "_1_conv", Conv2D.of(stage.filters(), 1).withStrides(stride), input);
        features = rectified(trunk, name + "_1_relu", normalized(trunk, name + "_1_bn", features));
        Conv2D middle = Conv2D.of(stage.filters(), 3).withPadding(Padding.SAME);
        features = trunk.apply(name + "_2_conv", middle, features);
        features = rectified(trunk, name + "_2_relu", normalized(trunk, name + "_2_bn", features));
        features = trunk.apply(name + "_3_conv", Conv2D.of(WIDENING * stage.filters(), 1), features);
        features = normalized(trunk, name + "_3_bn", features);
        return rectified(trunk, name + "_out", trunk.apply(name + "_add", new Add(), shortcut, features));
    }

    private static Features normalized(Trunk trunk, String name, Features input) {
        return trunk.apply(name, NORMALIZATION, input);
    }

    private static Features rectified(Trunk trunk, String name, Features input) {
        return trunk.apply(name, new Activation(ActivationFunction.RELU), input);
    }
}
