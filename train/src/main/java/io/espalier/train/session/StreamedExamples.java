// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.base.EspalierException;
import io.espalier.data.Dataset;
import io.espalier.train.history.TrainingException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;

/** A data set too large to hold: one thread reads the next chunks while the session works on this one. */
final class StreamedExamples implements ExampleSource {
    private static final int CHUNKS_AHEAD = 2;

    private final Dataset dataset;

    StreamedExamples(Dataset dataset) {
        this.dataset = dataset;
    }

    @Override
    public ChunkStream stream(int epoch, int[] order, int[] chunkSizes) {
        return new Stream(order, chunkSizes);
    }

    @Override
    public void close() {
        // Each stream closes what it read.
    }

    private final class Stream implements ChunkStream {
        private final int[] order;
        private final int[] chunkSizes;
        private final ExecutorService reader = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "espalier-examples");
            thread.setDaemon(true);
            return thread;
        });
        private final BlockingQueue<Future<Chunk>> ahead = new LinkedBlockingQueue<>();
        private int asked;
        private int from;

        Stream(int[] order, int[] chunkSizes) {
            this.order = order;
            this.chunkSizes = chunkSizes;
            for (int chunk = 0; chunk < CHUNKS_AHEAD; chunk++) {
                ask();
            }
        }

        private void ask() {
            if (asked < chunkSizes.length) {
                int start = from;
                int size = chunkSizes[asked++];
                from += size;
                ahead.add(reader.submit(() -> read(start, size)));
            }
        }

        private Chunk read(int start, int size) {
            int[] inOrder = IntStream.range(0, size).toArray();
            return Chunk.of(ExampleTensors.read(dataset, order, start, size), inOrder, 0, size, true);
        }

        @Override
        public Chunk next() {
            EspalierException.Interrupted.check(work());
            ask();
            return taken(ahead.remove());
        }

        private Chunk taken(Future<Chunk> chunk) {
            try {
                return chunk.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException unchecked) {
                    throw unchecked;
                }
                throw new TrainingException("cannot read '" + dataset.name() + "': " + e.getCause(), e);
            } catch (InterruptedException e) {
                throw new EspalierException.Interrupted(work());
            }
        }

        private String work() {
            return "work on the examples of '" + dataset.name() + "'";
        }

        @Override
        public void close() {
            reader.shutdown();
            for (Future<Chunk> chunk : ahead) {
                if (!chunk.cancel(false)) {
                    closeQuietly(chunk);
                }
            }
        }

        // What failed to be read ahead and was never asked for is nobody's error.
        private void closeQuietly(Future<Chunk> chunk) {
            try {
                chunk.get().close();
            } catch (ExecutionException | CancellationException e) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
