// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import io.espalier.model.tensorflow.ProtoMessage;
import io.espalier.model.tensorflow.TensorShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a tensor: for each of its dimensions a range. TensorFlow 1 splits large variables so.
 *
 * @param lengths {@link #FULL} for a dimension that is there as a whole
 */
record TensorSlice(List<Long> starts, List<Long> lengths) {
    /** The whole dimension. */
    static final long FULL = -1;

    TensorSlice {
        starts = List.copyOf(starts);
        lengths = List.copyOf(lengths);
    }

    /** A {@code TensorSliceProto}. */
    static TensorSlice read(ProtoMessage message) throws IOException {
        List<Long> starts = new ArrayList<>();
        List<Long> lengths = new ArrayList<>();
        while (message.next()) {
            if (message.field() == 1) {
                extent(message.message(), starts, lengths);
            } else {
                message.skip();
            }
        }
        return new TensorSlice(starts, lengths);
    }

    private static void extent(ProtoMessage message, List<Long> starts, List<Long> lengths) throws IOException {
        long start = 0;
        long length = FULL;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> start = message.whole();
                case 2 -> length = message.whole();
                default -> message.skip();
            }
        }
        starts.add(start);
        lengths.add(length);
    }

    /**
     * The slice in the text that {@code RestoreV2} takes: the sizes of the tensor, then a range for each, such as {@code 10 5 0,5:-}.
     *
     * @throws IllegalArgumentException if the text is something else
     */
    static TensorSlice parse(String text) {
        String[] words = text.trim().split(" +");
        List<Long> starts = new ArrayList<>();
        List<Long> lengths = new ArrayList<>();
        for (String range : words[words.length - 1].split(":")) {
            String[] ends = range.split(",");
            boolean isFull = range.equals("-");
            if (!isFull && ends.length != 2) {
                throw new IllegalArgumentException("'" + text + "' is not a part of a tensor");
            }
            starts.add(isFull ? 0 : Long.parseLong(ends[0]));
            lengths.add(isFull ? FULL : Long.parseLong(ends[1]));
        }
        return new TensorSlice(starts, lengths);
    }

    /**
     * The shape of the part.
     *
     * @param full of the tensor, fixed
     */
    TensorShape shape(TensorShape full) throws InvalidProtocolBufferException {
        if (full.dimensions().size() != starts.size()) {
            throw new InvalidProtocolBufferException(
                    "a part with " + starts.size() + " ranges is not one of a tensor of shape " + full);
        }
        List<Long> sizes = new ArrayList<>();
        for (int axis = 0; axis < starts.size(); axis++) {
            long size = full.dimensions().get(axis);
            long length = lengths.get(axis) == FULL ? size : lengths.get(axis);
            if (starts.get(axis) < 0 || length < 0 || length > size || starts.get(axis) > size - length) {
                throw new InvalidProtocolBufferException("a part reaches beyond a tensor of shape " + full);
            }
            sizes.add(length);
        }
        return new TensorShape(true, sizes);
    }

    /**
     * Copies between a tensor and this part of it, row by row.
     *
     * @param isOut whether the part is copied out of the tensor, rather than into it
     * @param width bytes of an element
     */
    void copy(ByteBuffer tensor, TensorShape full, ByteBuffer part, int width, boolean isOut)
            throws InvalidProtocolBufferException {
        List<Long> sizes = shape(full).dimensions();
        if (part.remaining() > 0) {
            copy(new Copy(tensor, full.dimensions(), sizes, part, width, isOut), 0, 0);
        }
    }

    private void copy(Copy copy, int axis, long place) {
        if (axis == starts.size()) {
            copy.run((int) place, 1);
            return;
        }
        long start = place * copy.full.get(axis) + starts.get(axis);
        if (axis == starts.size() - 1) {
            copy.run((int) start, copy.sizes.get(axis).intValue());
            return;
        }
        for (long index = 0; index < copy.sizes.get(axis); index++) {
            copy(copy, axis + 1, start + index);
        }
    }

    private record Copy(
            ByteBuffer tensor, List<Long> full, List<Long> sizes, ByteBuffer part, int width, boolean isOut) {
        void run(int element, int count) {
            int bytes = count * width;
            if (isOut) {
                part.put(tensor.slice(element * width, bytes));
            } else {
                tensor.slice(element * width, bytes).put(part.slice(part.position(), bytes));
                part.position(part.position() + bytes);
            }
        }
    }
}
