// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** As many decoders as there are threads that decode at once, kept for the next images. */
final class Decoders {
    private final Queue<ImageDecoder> idle = new ConcurrentLinkedQueue<>();

    <T> T apply(Function<ImageDecoder, T> work) {
        ImageDecoder taken = idle.poll();
        ImageDecoder decoder = taken == null ? new ImageDecoder() : taken;
        try {
            return work.apply(decoder);
        } finally {
            idle.add(decoder);
        }
    }
}
