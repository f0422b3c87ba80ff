// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.catalog;

import io.espalier.base.internal.Sha256;
import io.espalier.data.DatasetSplit;
import io.espalier.data.fetch.CheckedFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * 5,000 training and 1,000 test digits of MNIST that are part of this module: every class has its natural share, and the order is that
 * of the whole. {@code scripts/cut-mnist-sample} cuts it.
 */
final class MnistSample {
    static final String NAME = "mnist-sample";

    private MnistSample() {}

    static DatasetSplit open() {
        Map<String, ByteBuffer> contents = new LinkedHashMap<>();
        Map<String, String> hashes = new LinkedHashMap<>();
        for (String file : MnistFormat.ALL) {
            ByteBuffer content = unpack(file + ".gz");
            contents.put(file, content);
            hashes.put(file, Sha256.of(content));
        }
        CheckedFiles files = new CheckedFiles("the sample included in Espalier", contents, hashes);
        return MnistFormat.open(NAME, StandardDatasets.DIGITS, files);
    }

    private static ByteBuffer unpack(String resource) {
        try (InputStream compressed = MnistSample.class.getResourceAsStream("mnist-sample/" + resource)) {
            if (compressed == null) {
                throw new FileNotFoundException("resource mnist-sample/" + resource);
            }
            byte[] content = new GZIPInputStream(compressed, 1 << 16).readAllBytes();
            return ByteBuffer.allocateDirect(content.length).put(content).flip();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read the MNIST sample included in Espalier; build Espalier again", e);
        }
    }
}
