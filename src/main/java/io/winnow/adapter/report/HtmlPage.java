package io.winnow.adapter.report;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.winnow.core.bench.Study;
import io.winnow.core.dataset.ImageFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One self-contained page: style, data, chart library and script are all inside. Stateless. */
final class HtmlPage {
    private final Thumbnails thumbnails;

    HtmlPage(ImageFiles images) {
        this.thumbnails = new Thumbnails(images);
    }

    String render(Study study) throws IOException {
        ObjectMapper mapper = JsonMapper.builder().build();
        mapper.getFactory().setCharacterEscapes(new ScriptSafe());
        String page = resource("report.html");
        page = fill(page, "css", resource("report.css"));
        page = fill(page, "echarts", resource("echarts.min.js"));
        page = fill(page, "script", resource("report.js") + resource("charts.js") + resource("gallery.js"));
        return fill(page, "data", mapper.writeValueAsString(PageData.of(study, thumbnails)));
    }

    private static String fill(String page, String slot, String content) {
        String marker = "@@" + slot + "@@";
        int at = page.indexOf(marker);
        return page.substring(0, at) + content + page.substring(at + marker.length());
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = HtmlPage.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException("the program lacks its resource " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Writes {@code <} as an escape, so that no text of a dataset can end the script element that holds it. */
    private static final class ScriptSafe extends CharacterEscapes {
        private static final long serialVersionUID = 1;

        private final int[] ascii = standardAsciiEscapesForJSON();

        ScriptSafe() {
            ascii['<'] = ESCAPE_CUSTOM;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ascii;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return character == '<' ? new SerializedString("\\u003c") : null;
        }
    }
}
