// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.evaluate;

import io.espalier.lite.Buffer;
import io.espalier.lite.Tensor;
import java.nio.ByteBuffer;

/** Copies elements of whole bytes, whatever they mean. */
final class Elements {
    private Elements() {}

    /** Those that a view of a dense constant shows, in its order. */
    static Buffer read(Tensor from, StridedView view) {
        int width = width(from);
        ByteBuffer source = from.buffer().asByteBuffer();
        byte[] to = new byte[Math.multiplyExact(view.elements(), width)];
        view.forEach((element, place) -> source.get(place * width, to, element * width, width));
        return Buffer.view(ByteBuffer.wrap(to));
    }

    /** Those at the given places. */
    static Buffer read(Tensor from, int... places) {
        int width = width(from);
        ByteBuffer source = from.buffer().asByteBuffer();
        byte[] to = new byte[Math.multiplyExact(places.length, width)];
        for (int element = 0; element < places.length; element++) {
            source.get(places[element] * width, to, element * width, width);
        }
        return Buffer.view(ByteBuffer.wrap(to));
    }

    /** Puts all elements of a constant where a view of the target shows them. */
    static void write(Tensor from, StridedView view, byte[] to) {
        int width = width(from);
        ByteBuffer source = from.buffer().asByteBuffer();
        view.forEach((element, place) -> source.get(element * width, to, place * width, width));
    }

    /** The only element of a constant so many times. */
    static byte[] repeat(Tensor one, int times) {
        int width = width(one);
        byte[] to = new byte[Math.multiplyExact(times, width)];
        for (int element = 0; element < times; element++) {
            one.buffer().asByteBuffer().get(0, to, element * width, width);
        }
        return to;
    }

    static int width(Tensor tensor) {
        return tensor.type().bits() / Byte.SIZE;
    }
}
