// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.fetch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A web address where the files lie gzip-compressed, each under its name and {@code .gz}.
 *
 * @param base the address of their folder, with a slash at its end
 * @param patience how long the server may be silent
 */
public record HttpSource(String description, URI base, Duration patience) implements DatasetSource {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    public HttpSource {
        if (!base.getPath().endsWith("/")) {
            throw new IllegalArgumentException("the address of a folder must end with a slash: " + base);
        }
    }

    /** A folder on the web, with half a minute of patience. */
    public static HttpSource of(String base) {
        return new HttpSource(base, URI.create(base), PATIENCE);
    }

    @Override
    public void fetch(List<PinnedFile> wanted, Workplace workplace) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT_LIMIT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        Download download = new Download(client, patience, workplace.progress());
        for (PinnedFile file : wanted) {
            String name = file.name() + ".gz";
            Path compressed = workplace.partial().resolve(name);
            if (!Files.exists(compressed)) {
                download.run(base.resolve(name), compressed);
            }
        }
        for (PinnedFile file : wanted) {
            Path compressed = workplace.partial().resolve(file.name() + ".gz");
            try {
                FolderSource.unpack(compressed, file, workplace.output());
            } catch (BrokenFileException e) {
                Files.delete(compressed);
                throw e;
            }
        }
    }
}
