// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.structured;

import io.espalier.model.layer.Activation;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Add;
import io.espalier.model.layer.AveragePooling1D;
import io.espalier.model.layer.AveragePooling2D;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Concatenate;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.Flatten;
import io.espalier.model.layer.GlobalAveragePooling1D;
import io.espalier.model.layer.GlobalAveragePooling2D;
import io.espalier.model.layer.GlobalMaxPooling1D;
import io.espalier.model.layer.Input;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.LayerVisitor;
import io.espalier.model.layer.MaxPooling1D;
import io.espalier.model.layer.MaxPooling2D;
import io.espalier.model.layer.Multiply;
import io.espalier.model.layer.ReLU;
import io.espalier.model.layer.Reshape;
import io.espalier.model.layer.Softmax;
import io.espalier.model.layer.ZeroPadding2D;

/**
 * How the channels that a layer puts out come from those it takes in.
 *
 * @param fixed whether none may be removed. A softmax divides by the sum over all channels: without one of them, even one that is 0, the
 *     others change
 */
record ChannelFlow(Kind kind, boolean fixed) {
    enum Kind {
        /** Each from all inputs, or from outside. */
        NEW,
        /** Each from the same channel of every input, but for inputs of one channel, which may go into all. */
        KEPT,
        /** From channel c come the channels c * multiplier and those after it, up to those of the next. */
        MULTIPLIED,
        /** The channels of all inputs, side by side. */
        JOINED,
        /** The same numbers, in rows of another length. */
        RESHAPED,
        /** In a way that is not known: those that go in are needed as they are. */
        MIXED
    }

    static ChannelFlow of(Layer layer) {
        return layer.accept(new OfLayer());
    }

    private static ChannelFlow free(Kind kind) {
        return new ChannelFlow(kind, false);
    }

    private static ChannelFlow activated(Kind kind, ActivationFunction activation) {
        return new ChannelFlow(kind, activation == ActivationFunction.SOFTMAX);
    }

    private static final class OfLayer implements LayerVisitor<ChannelFlow> {
        @Override
        public ChannelFlow visit(GlobalMaxPooling1D layer) {
            return free(Kind.KEPT);
        }

        @Override
        public ChannelFlow visit(Input layer) {
            return new ChannelFlow(Kind.NEW, true);
        }

        @Override
        public ChannelFlow visit(Conv1D layer) {
            return activated(Kind.NEW, layer.activation());
        }

        @Override
        public ChannelFlow visit(Conv2D layer) {
            return activated(Kind.NEW, layer.activation());
        }

        @Override
        public ChannelFlow visit(Dense layer) {
            return activated(Kind.NEW, layer.activation());
        }

        @Override
        public ChannelFlow visit(DepthwiseConv2D layer) {
            return activated(Kind.MULTIPLIED, layer.activation());
        }

        @Override
        public ChannelFlow visit(Activation layer) {
            return activated(Kind.KEPT, layer.function());
        }

        @Override
        public ChannelFlow visit(Softmax layer) {
            return activated(Kind.KEPT, ActivationFunction.SOFTMAX);
        }

        @Override
        public ChannelFlow visit(Add layer) {
            return free(Kind.KEPT);
        }

        @Override
        public ChannelFlow visit(AveragePooling1D layer) {
            return free(Kind.KEPT);
        }

        @Override
        public ChannelFlow visit(AveragePooling2D layer) {
            return free(Kind.KEPT);
        }

        @Override
        public ChannelFlow visit(BatchNormalization layer) {
            return free(Kind.KEPT);
        }

        @Override
        public ChannelFlow visit(ComposedLayer layer) {
            return layer.keepsChannels() ? free(Kind.KEPT) : new ChannelFlow(Kind.MIXED, true);
        }

        @Override
        public ChannelFlow visit(Concatenate layer) {
            return free(Kind.JOINED);
        }

        @Override
        public ChannelFlow visit(Dropout layer) {
            return free(Kind.KEPT);
        }

        @Override
        public ChannelFlow visit(Flatten layer) {
            return free(Kind.RESHAPED);
        }

        @Override
        public ChannelFlow visit(GlobalAveragePooling1D layer) {
            return free(Kind.KEPT);
        }

        @Override
        public ChannelFlow visit(GlobalAveragePooling2D layer) {
            return free(Kind.KEPT);
        }

        @Override
        public ChannelFlow visit(MaxPooling1D layer) {
            return free(Kind.KEPT);
        }

        @Override
        public ChannelFlow visit(MaxPooling2D layer) {
            return free(Kind.KEPT);
        }

        @Override
        public ChannelFlow visit(Multiply layer) {
            return free(Kind.KEPT);
        }

        @Override
        public ChannelFlow visit(ReLU layer) {
            return free(Kind.KEPT);
        }

        @Override
        public ChannelFlow visit(Reshape layer) {
            return free(Kind.RESHAPED);
        }

        @Override
        public ChannelFlow visit(ZeroPadding2D layer) {
            return free(Kind.KEPT);
        }
    }
}
