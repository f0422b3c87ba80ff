import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.espalier.Predictor;
import io.espalier.data.DataFormatException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Executors;

/**
 * Classifies images that are uploaded. The arguments are the model, such as an int8 .tflite file, and a port, 0 for any that is free.
 *
 * <pre>curl --data-binary @digit.png http://localhost:8080/classify</pre>
 */
public class Service {
    private static final int MOST_BYTES = 10_000_000;

    private final Predictor predictor;

    Service(Predictor predictor) {
        this.predictor = predictor;
    }

    public static void main(String[] arguments) throws IOException {
        Service service = new Service(Predictor.open(Path.of(arguments[0])));
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1]));
        HttpServer server = HttpServer.create(address, 0);
        server.createContext("/classify", service::answer);
        // The predictor opens an interpreter for each thread that needs one at the same time.
        server.setExecutor(Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors()));
        server.start();
        System.out.println("Listening on port " + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                respond(exchange, 405, "{\"error\": \"POST an image\"}");
                return;
            }
            byte[] image = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
            if (image.length > MOST_BYTES) {
                respond(exchange, 413, "{\"error\": \"at most " + MOST_BYTES + " bytes\"}");
                return;
            }
            try {
                respond(exchange, 200, classify(image));
            } catch (DataFormatException e) {
                System.err.println(e.getMessage());
                respond(exchange, 400, "{\"error\": \"not a usable JPEG or PNG image\"}");
            }
        }
    }

    private String classify(byte[] image) {
        float[] scores = predictor.predictImage(image);
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        String label = predictor.labels().isEmpty() ? String.valueOf(best) : predictor.labels().get(best);
        return String.format(Locale.ROOT, "{\"class\": \"%s\", \"score\": %.4f}", label, scores[best]);
    }

    private static void respond(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
