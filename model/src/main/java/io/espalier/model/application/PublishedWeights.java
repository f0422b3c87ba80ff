// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.application;

import java.net.URI;
import java.util.Objects;

/**
 * A file of weights that were trained on ImageNet, as Keras's publisher serves it.
 *
 * @param fileName what the file is called, also in Keras's own cache
 * @param md5 of its content, 32 small hexadecimal digits: the checksum that Keras pins
 */
public record PublishedWeights(String fileName, URI address, String md5) {
    public PublishedWeights {
        Objects.requireNonNull(fileName, "fileName");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(md5, "md5");
    }

    PublishedWeights(String folder, String fileName, String md5) {
        this(fileName, URI.create(folder + fileName), md5);
    }
}
