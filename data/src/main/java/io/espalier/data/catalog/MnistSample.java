// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.catalog;

import io.espalier.data.DatasetSplit;
import io.espalier.data.fetch.CheckedFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * 5,000 training and 1,000 test digits of MNIST that are part of this module: every class has its natural share, and the order is that
 * of the whole. {@code scripts/cut-mnist-sample} cuts it.
 */
final class MnistSample {
    static final String NAME = "mnist-sample";

    /** Of the files' contents. A test compares, so that commands need not. */
    private static final Map<String, String> SHA256 = Map.of(
            MnistFormat.TRAIN_IMAGES, "9ecb64c3ae7c3161421bff82d12f95d999870a048ac9893187601c32479e4d7c",
            MnistFormat.TRAIN_LABELS, "6fcfb1a4d26f7f9faba2dbb53c293df73b9392cbbc88e5886f3cd2fad133f543",
            MnistFormat.TEST_IMAGES, "63759f6c6fdabba00ce677669362e0fd32ce003188c3192db380fdb8dc192d25",
            MnistFormat.TEST_LABELS, "5b347e545a8fdb2ed4df4d20f5cbd36055bd9c24757913abf97857ff2cb4aac4");

    private MnistSample() {}

    static DatasetSplit open() {
        Map<String, ByteBuffer> contents = new LinkedHashMap<>();
        Map<String, String> hashes = new LinkedHashMap<>();
        for (String file : MnistFormat.ALL) {
            ByteBuffer content = unpack(file + ".gz");
            contents.put(file, content);
            hashes.put(file, Objects.requireNonNull(SHA256.get(file)));
        }
        CheckedFiles files = new CheckedFiles("the sample included in Espalier", contents, hashes);
        return MnistFormat.open(NAME, StandardDatasets.DIGITS, files);
    }

    /** A file of the sample. */
    static ByteBuffer unpack(String resource) {
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
