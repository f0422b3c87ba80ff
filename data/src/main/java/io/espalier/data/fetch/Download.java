// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.fetch;

import io.espalier.base.ProgressListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Downloads one file by HTTP to a {@code .part} file, which a later attempt goes on with where it broke off. */
final class Download {
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+|\\*)");

    private final HttpClient client;
    private final Duration patience;
    private final ProgressListener progress;

    Download(HttpClient client, Duration patience, ProgressListener progress) {
        this.client = client;
        this.patience = patience;
        this.progress = progress;
    }

    /**
     * Downloads to {@code target}, which is there only once it is complete by the server's own account.
     *
     * @throws BrokenFileException if the transfer breaks off; another call goes on from there
     * @throws IOException if the server cannot be reached or refuses
     */
    void run(URI address, Path target) throws IOException, InterruptedException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        long here = Files.exists(part) ? Files.size(part) : 0;
        HttpResponse<InputStream> response = request(address, here);
        if (here > 0 && !goesOnAt(here, response) && response.statusCode() != OK) {
            // What is here does not fit what the server has: start anew.
            response.body().close();
            here = 0;
            response = request(address, here);
        }
        try (InputStream body = response.body()) {
            switch (response.statusCode()) {
                case OK ->
                    receive(
                            body,
                            part,
                            0,
                            length(response),
                            target.getFileName().toString());
                case PARTIAL_CONTENT ->
                    receive(
                            body,
                            part,
                            here,
                            length(response),
                            target.getFileName().toString());
                default -> throw new IOException("HTTP status " + response.statusCode() + " for " + address);
            }
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private HttpResponse<InputStream> request(URI address, long from) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(patience).GET();
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        try {
            return client.send(request.build(), BodyHandlers.ofInputStream());
        } catch (ConnectException e) {
            throw new IOException("cannot reach " + address.getHost(), e);
        }
    }

    private static boolean goesOnAt(long offset, HttpResponse<InputStream> response) {
        Matcher range = CONTENT_RANGE.matcher(
                response.headers().firstValue("Content-Range").orElse(""));
        return response.statusCode() == PARTIAL_CONTENT && range.matches() && Long.parseLong(range.group(1)) == offset;
    }

    private static long length(HttpResponse<InputStream> response) {
        return response.headers().firstValueAsLong("Content-Length").orElse(ProgressListener.UNKNOWN);
    }

    private void receive(InputStream body, Path part, long here, long length, String what) throws IOException {
        long total = length < 0 ? ProgressListener.UNKNOWN : here + length;
        long done = here;
        StandardOpenOption mode = here > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        try (OutputStream file =
                        Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode);
                StallGuard guard = new StallGuard(body, patience)) {
            byte[] buffer = new byte[1 << 16];
            progress.progress(what, done, total);
            for (int count = guard.read(buffer); count >= 0; count = guard.read(buffer)) {
                file.write(buffer, 0, count);
                done += count;
                progress.progress(what, done, total);
            }
        }
        if (total >= 0 && done != total) {
            throw new BrokenFileException(what + " was interrupted after " + done + " of " + total + " bytes");
        }
    }
}
