package io.headrace.report;

import com.samskivert.mustache.DefaultCollector;
import com.samskivert.mustache.Mustache;
import java.util.Iterator;
import java.util.Optional;

/**
 * One HTML page that needs nothing but itself.
 *
 * <p>Style, script, charts and numbers stand in the page; its content security policy forbids every request and runs only
 * the two scripts whose digests it names, so neither a table's text nor a library can make it fetch or execute anything.
 * The same view always gives the same text.
 */
public final class SelfContained {
    private SelfContained() {}

    /**
     * The page, to be stored as UTF-8.
     *
     * @param owner the class beside whose class file template and script lie
     * @param template the file of its Mustache template
     * @param script the file of the script that draws its charts
     * @param view what the template calls {@code view}
     */
    public static String render(Class<?> owner, String template, String script, Object view) {
        Asset style = style();
        Asset chartJs = Asset.chartJs();
        Asset own = Asset.beside(owner, script);
        return Mustache.compiler()
                .withCollector(new OptionalAsSection())
                .compile(Asset.beside(owner, template).text())
                .execute(new Page(
                        view,
                        policy(style, chartJs, own),
                        style.text(),
                        chartJs.text(),
                        own.text(),
                        Asset.CHART_JS_VERSION,
                        Asset.chartJsLicence().text()));
    }

    /**
     * A page that runs no script at all.
     *
     * @param owner the class beside whose class file the template and its style sheet lie
     * @param template the file of its Mustache template
     * @param style the file of what it adds to the shared style sheet
     * @param view what the template calls {@code view}
     */
    static String still(Class<?> owner, String template, String style, Object view) {
        Asset whole = new Asset(style().text() + Asset.beside(owner, style).text());
        return Mustache.compiler()
                .withCollector(new OptionalAsSection())
                .compile(Asset.beside(owner, template).text())
                .execute(new StillPage(view, policy(whole), whole.text()));
    }

    /** The style sheet that all pages share. */
    public static Asset style() {
        return Asset.beside(SelfContained.class, "page.css");
    }

    /** What the template sees. */
    record Page(
            Object view,
            String policy,
            String style,
            String chartJs,
            String script,
            String chartJsVersion,
            String chartJsLicence) {}

    /** What the template of a page without scripts sees. */
    record StillPage(Object view, String policy, String style) {}

    private static String policy(Asset style, Asset... scripts) {
        StringBuilder policy =
                new StringBuilder("default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'");
        policy.append("; style-src ").append(style.policySource()).append(scripts.length == 0 ? "" : "; script-src");
        for (Asset script : scripts) {
            policy.append(' ').append(script.policySource());
        }
        return policy.toString();
    }

    /** A section over an {@link Optional} shows once if it is present, and its inverse if it is not. */
    private static final class OptionalAsSection extends DefaultCollector {
        @Override
        public Iterator<?> toIterator(Object value) {
            return value instanceof Optional<?> optional ? optional.stream().iterator() : super.toIterator(value);
        }
    }
}
