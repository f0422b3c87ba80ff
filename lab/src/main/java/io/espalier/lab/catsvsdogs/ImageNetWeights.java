// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.catsvsdogs;

import io.espalier.base.ProgressListener;
import io.espalier.data.fetch.PublishedFile;
import io.espalier.data.fetch.PublishedFiles;
import io.espalier.model.keras.KerasWeights.Published;
import java.nio.file.Path;

/** Weights that were trained on ImageNet, wherever they are to be had. */
public final class ImageNetWeights {
    private ImageNetWeights() {}

    /**
     * The file of published weights: from the Keras cache, from our own, or from its publisher.
     *
     * @throws io.espalier.data.fetch.FileUnavailableException if it is nowhere to be had; says where it was looked for
     */
    public static Path file(Published weights, ProgressListener progress) {
        return PublishedFiles.ofUser(progress)
                .get(new PublishedFile(weights.fileName(), weights.address(), weights.md5()));
    }
}
