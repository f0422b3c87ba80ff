// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.catsvsdogs;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What may be chosen about the lab.
 *
 * @param data {@code cats-vs-dogs}, a folder of pictures with a training and a test part, each with one folder a class, or an archive
 * @param strict whether to stop at a broken or too large picture rather than to go without it
 * @param weights a Keras file of weights for EfficientNetB0, to start from; if there is none, those of ImageNet are looked for
 * @param quick whether a smaller network is trained on fewer pictures
 * @param threads for training and for evaluation; latency is always measured on one
 * @param folder where all files go; exists
 * @param resumed whether to go on with what is unfinished there
 * @param tensorBoard whether the course of each training is written there
 */
public record CatsVsDogsSettings(
        String data,
        boolean strict,
        Optional<Path> weights,
        boolean quick,
        long seed,
        int threads,
        Path folder,
        boolean resumed,
        boolean tensorBoard) {
    public CatsVsDogsSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be 1 or more, not " + threads);
        }
        if (quick && weights.isPresent()) {
            throw new IllegalArgumentException(
                    "the quick lab trains a small network from scratch and takes no weights");
        }
    }
}
