"""A page of each kind, by what it is."""

PAGES = {
    "home": "/",
    "catalogue": "/queries",
    "saved query": "/queries/people-prosecuted-over-time",
    "query page": "/sparql",
    "answer": "/sparql?query=SELECT%20*%20%7B%20%3Fs%20a%20%3Chttps%3A%2F%2Fw3id.org%2Flexwire%2Fns%23Law%3E%20%7D",
    "figures": "/figures?crime=pi-infringement",
    "search": "/search?q=fraud",
    "ontology": "/page/ns",
    "dumps": "/dumps/",
    "actor": "/page/id/actor/tencent",
    "law": "/page/id/law/cybersecurity-law",
    "crime": "/page/scheme/crime/telecom-fraud",
    "article": "/page/article/2024-02-24-crackdown-on-cybercrime",
    "statistic": "/page/id/statistic/2024-02-24-crackdown-on-cybercrime/prosecuted-for-pi-infringement",
    "event": "/page/id/event/2017-03-13-better-protection-of-personal-information/arrests-in-the-bengbu-case",
    "statement": "/page/id/statement/2017-03-13-better-protection-of-personal-information/chen-jingying-high-fines",
    "computed statistic": "/page/id/statistic/2017-03-13-better-protection-of-personal-information/suspects-per-case",
    "nothing there": "/nowhere",
}
