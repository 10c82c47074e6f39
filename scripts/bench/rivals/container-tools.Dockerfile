# Does what the template of VS Code Container Tools does for Flask: a slim Python, a user of its own, and Gunicorn as it
# is by default, with one sync worker, reached directly.
FROM python:3.13-slim
EXPOSE 5000
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
COPY requirements.txt .
RUN python -m pip install -r requirements.txt "gunicorn>=23,<28"
WORKDIR /app
COPY . /app
RUN useradd --uid 5678 --no-create-home appuser && chown -R appuser /app
USER appuser
CMD ["gunicorn", "--bind", "0.0.0.0:5000", "app:app"]
