// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench;

import io.espalier.model.Model;
import io.espalier.model.SequentialBuilder;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.layer.reshaping.ZeroPadding2D;
import io.espalier.model.tensor.Padding;

/** Networks that are measured, with weights that start from a seed. */
public final class Networks {
    private Networks() {}

    /** The MNIST lab's network, which gives probabilities. */
    public static Model lab(long seed) {
        return labBody()
                .add(Dense.of(10).withActivation(ActivationFunction.SOFTMAX))
                .build(seed);
    }

    /** The MNIST lab's network, which gives logits. */
    public static Model labLogits(long seed) {
        return labBody().add(Dense.of(10)).build(seed);
    }

    private static SequentialBuilder labBody() {
        return Model.sequential()
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(12, 3).withActivation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten());
    }

    /** The MNIST lab's teacher, of 57,000 parameters. */
    public static Model teacher(long seed) {
        return twoConvolutions(16, 32)
                .add(Dense.of(64).withActivation(ActivationFunction.RELU))
                .add(Dense.of(10).withActivation(ActivationFunction.SOFTMAX))
                .build(seed);
    }

    /** The MNIST lab's student, of 2,510 parameters. */
    public static Model student(long seed) {
        return twoConvolutions(6, 8)
                .add(Dense.of(10).withActivation(ActivationFunction.SOFTMAX))
                .build(seed);
    }

    private static SequentialBuilder twoConvolutions(int first, int second) {
        return Model.sequential()
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(first, 3).withActivation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(Conv2D.of(second, 3).withActivation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten());
    }

    /** MobileNet of half width, padded as XNNPACK's sparse kernels need it, for 10 classes of pictures of three channels. */
    public static Model mobile(int side) {
        SequentialBuilder builder = Model.sequential().input(side, side, 3).add(ZeroPadding2D.of(1));
        builder.add(Conv2D.of(16, 3).withStrides(2).withoutBias())
                .add(BatchNormalization.defaults())
                .add(ReLU.max(6));
        block(builder, 1, 32);
        block(builder, 2, 64);
        block(builder, 1, 64);
        block(builder, 2, 128);
        block(builder, 1, 128);
        block(builder, 2, 256);
        for (int i = 0; i < 5; i++) {
            block(builder, 1, 256);
        }
        block(builder, 2, 512);
        block(builder, 1, 512);
        return builder.add(new GlobalAveragePooling2D())
                .add(Dense.of(10).withActivation(ActivationFunction.SOFTMAX))
                .build(1);
    }

    private static void block(SequentialBuilder builder, int strides, int filters) {
        if (strides == 2) {
            builder.add(ZeroPadding2D.of(1));
        }
        builder.add(DepthwiseConv2D.of(3)
                        .withStrides(strides)
                        .withPadding(strides == 2 ? Padding.VALID : Padding.SAME)
                        .withoutBias())
                .add(BatchNormalization.defaults())
                .add(ReLU.max(6))
                .add(Conv2D.of(filters, 1).withoutBias())
                .add(BatchNormalization.defaults())
                .add(ReLU.max(6));
    }
}
