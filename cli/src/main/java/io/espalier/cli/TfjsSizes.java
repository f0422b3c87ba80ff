// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.model.tfjs.ModelJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * What a model of TensorFlow.js takes.
 *
 * @param json bytes of model.json
 * @param weights bytes of the files of weights
 * @param gzipped bytes of both where a server compresses each file by gzip
 */
record TfjsSizes(long json, long weights, long gzipped) {
    static TfjsSizes of(Path folder) throws IOException {
        Path json = folder.resolve(ModelJson.NAME);
        long weights = 0;
        long gzipped = gzipped(json);
        try (DirectoryStream<Path> shards = Files.newDirectoryStream(folder, "*.bin")) {
            for (Path shard : shards) {
                weights += Files.size(shard);
                gzipped += gzipped(shard);
            }
        }
        return new TfjsSizes(Files.size(json), weights, gzipped);
    }

    private static long gzipped(Path file) throws IOException {
        Counter counter = new Counter();
        try (GZIPOutputStream gzip = new GZIPOutputStream(counter)) {
            Files.copy(file, gzip);
        }
        return counter.bytes;
    }

    private static final class Counter extends OutputStream {
        private long bytes;

        @Override
        public void write(int value) {
            bytes++;
        }

        @Override
        public void write(byte[] values, int from, int count) {
            bytes += count;
        }
    }
}
