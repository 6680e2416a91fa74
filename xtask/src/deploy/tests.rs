use std::path::Path;

use super::*;

const VALUES: &str = "
# A comment: with a colon
replicas: 3
image:
  tag: \"\"
  # tags: []
hosts: []
#  - host: x
probe:
  periodSeconds: 2
  - item: 1
";
const SCHEMA: &str = r#"{"properties": {"replicas": {}, "image": {"properties": {"tag": {}}}, "hosts": {}, "probe": {}}}"#;
const HELPERS: &str = r#"{{/* It's a comment with }} in it. */}}
{{- define "name" -}}{{ .Values.image.tag | default "}}" }}{{- end }}
"#;
const DEPLOYMENT: &str = r#"
name: {{ include "name" . }}
replicas: {{ .Values.replicas }}
{{- if .Values.hosts }}
{{- range .Values.hosts }}
- {{ printf "%s-%s" . (include "name" $ | trunc 5) }}: {{ $.Values.image.tag }}
{{- else }}
none
{{- end }}
{{- end }}
{{- toYaml .Values.probe | nindent 2 }}
"#;

/// The faults of a chart whose deployment is this, in words.
fn faults(values: &str, schema: &str, deployment: &str) -> Vec<String> {
    let chart = [
        ("Chart.yaml", ""),
        ("values.yaml", values),
        ("values.schema.json", schema),
        ("templates/_helpers.tpl", HELPERS),
        ("templates/NOTES.txt", ""),
        ("templates/d.yaml", deployment),
    ];
    let chart = chart.map(|(name, text)| (name.to_owned(), text.to_owned()));
    check_chart(&chart)
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn a_chart_that_is_as_it_should_be_has_no_fault() {
    assert_eq!(faults(VALUES, SCHEMA, DEPLOYMENT), [""; 0]);
}

#[test]
fn what_is_wrong_with_a_template_is_named() {
    for (more, fault) in [
        (
            "{{ .Values.replica }}",
            "templates/d.yaml:12: values.yaml has no replica",
        ),
        (
            "{{ .Values.image.tags }}",
            "templates/d.yaml:12: values.yaml has no image.tags",
        ),
        (
            "{{ .Values.probe.item }}",
            "templates/d.yaml:12: values.yaml has no probe.item",
        ),
        (
            "{{ include \"nme\" . }}",
            "templates/d.yaml:12: nobody defines \"nme\"",
        ),
        (
            "{{ if .Values.hosts }}",
            "templates/d.yaml:12: `if` does not end",
        ),
        ("{{- end -}}", "templates/d.yaml:12: `end` ends nothing"),
        ("{{ else }}", "templates/d.yaml:12: `else` of nothing"),
        (
            "{{ .Values.replicas }",
            "templates/d.yaml:12: `{{` is not closed",
        ),
        (
            ".Values.replicas }}",
            "templates/d.yaml:12: `}}` closes nothing",
        ),
        (
            "{{ with .Values.image }}{{ .Values.replicas }}{{ end }}",
            "templates/d.yaml:12: within `range` and `with` it is $.Values.replicas",
        ),
    ] {
        let deployment = format!("{DEPLOYMENT}{more}");
        assert_eq!(faults(VALUES, SCHEMA, &deployment), [fault], "{more}");
    }
}

#[test]
fn a_value_that_nobody_uses_or_knows_is_a_fault() {
    let values = format!("{VALUES}\nimage2:\n  a: 1\n");
    assert_eq!(
        faults(&values, SCHEMA, DEPLOYMENT),
        [
            "values.schema.json: does not know image2",
            "values.schema.json: does not know image2.a",
            "values.yaml: no template uses image2",
            "values.yaml: no template uses image2.a",
        ]
    );
    assert_eq!(
        faults(VALUES, "{", DEPLOYMENT),
        ["values.schema.json: is not JSON"]
    );
}

#[test]
fn a_file_that_a_chart_needs_is_missed() {
    let named: Vec<String> = check_chart(&[]).iter().map(ToString::to_string).collect();
    assert_eq!(named.len(), REQUIRED.len(), "{named:?}");
    assert_eq!(named[0], "Chart.yaml: is missing");
}

#[test]
fn the_files_that_are_here_have_no_fault() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let chart = read_chart(&root.join(CHART)).unwrap();
    assert_eq!(check_chart(&chart), []);
    assert_eq!(versions::check(root).unwrap(), []);
}
