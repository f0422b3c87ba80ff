// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** As many decoders as there are threads that decode at once, kept for the next pictures. */
final class Decoders {
    private final Queue<PictureDecoder> idle = new ConcurrentLinkedQueue<>();

    <T> T apply(Function<PictureDecoder, T> work) {
        PictureDecoder taken = idle.poll();
        PictureDecoder decoder = taken == null ? new PictureDecoder() : taken;
        try {
            return work.apply(decoder);
        } finally {
            idle.add(decoder);
        }
    }
}
